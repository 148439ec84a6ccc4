## Security keys

keys-lead = Look after the key in your hand: its PIN, and the passkeys of this account on it.
keys-elsewhere = On this computer your system looks after security keys. You find it in the system’s settings, where you set how you sign in.
key-pin = PIN
key-pin-lead = The PIN protects the passkeys on a key. It is kept on the key and nowhere else.
key-pin-change = Set or change the PIN
key-pin-changed = Your key has its new PIN.
key-passkeys = Passkeys on a key
key-passkeys-lead = Shows the passkeys for { $host } on the key you plug in. Those of other sites are not read.
key-read-another = Read a key again
key-empty = There is no passkey of this account on this key.
key-count =
    { $count ->
        [one] There is one passkey of this account on the key.
       *[other] There are { $count } passkeys of this account on the key.
    }
key-passkey-unnamed = Passkey without a name
key-known-as = Among your sign-in methods: { $name }
key-orphan = Your account no longer knows this one
key-delete = Delete
key-delete-what = Delete { $name } on the key
key-delete-title = Delete the passkey of { $name } on this key?
key-delete-orphan = Your account no longer knows it, so you lose nothing. It cannot be brought back.
key-delete-untold = You can no longer sign in with this key. Remove it from your sign-in methods too, if it is among them.
key-delete-known = You can no longer sign in with this key. “{ $name }” stays among your sign-in methods until you remove it there, too.
key-delete-confirm = Delete passkey
key-passkey-deleted = The passkey was deleted on the key.
