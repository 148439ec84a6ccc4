## Connected accounts

connected-title = Connected accounts
connected-lead = Accounts elsewhere that your provider may use for you.
connected-list = Connected
connected-refreshed = Connected accounts are up to date.
connected-empty = Nothing is connected. { $provider } uses no account elsewhere for you.
connected-unread = Your connected accounts could not be read yet. Nothing was changed.
connected-may = May use: { $scopes }
connected-since = Connected
connected-ends = ends
connected-ended = ended
connected-disconnect = Disconnect
connected-disconnect-what = Disconnect { $name }
connectable-title = Connect another account
connectable-connect = Connect
connectable-connect-what = Connect { $name }
connectable-asks = Asks for: { $scopes }
connectable-none = { $provider } offers nothing to connect for your account.
disconnect-title = Disconnect { $name }?
disconnect-body = { $provider } forgets its access to your { $name } account. Whatever relies on it stops working.
disconnect-there = At { $name } nothing changes. To end the permission there too, remove it in your settings at { $name }.
disconnecting = Disconnecting…
toast-disconnected = { $name } was disconnected.

connected-none = { $provider } keeps no list of accounts that it may use for you.

## What is done, for the confirmation sheet

doing-connect = To connect { $name }
doing-disconnect = To disconnect { $name }
