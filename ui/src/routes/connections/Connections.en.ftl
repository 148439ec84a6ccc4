## Connections

connections-title = Connections
connections-lead = Where { -app } can sign you in.
connection-provider = Provider
connection-host = Address
connection-client-id = Client ID
connection-callbacks =
    { $count ->
        [one] Callback address
       *[other] Callback addresses
    }
connection-accounts =
    { $count ->
        [0] No accounts
        [one] One account
       *[other] { $count } accounts
    }
connection-remove = Remove
connection-remove-what = Remove { $name }
connection-preset-note = It comes from a file of your organisation and cannot be removed here.
remove-title = Remove { $name }?
remove-body-none = Nobody is signed in there. You can add it again at any time.
remove-body =
    { $count ->
        [one] This account is signed out first:
       *[other] These accounts are signed out first:
    }
remove-confirm = Remove connection
connection-removed = { $name } was removed.
