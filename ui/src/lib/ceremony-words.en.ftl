## Where to begin

toast-signed-in-nameless = You are signed in.
action-continue = Continue
passkey-mail-sent = { $name } sends a message to { $email }. Open the link in it, then sign in here.
authenticator-system = This computer
authenticator-system-hint = Your system asks in its own window. A security key or a phone may work there, too.
authenticator-security-key = Security key
authenticator-security-key-hint = A little key that you plug in or hold to the reader
authenticator-phone = Phone or tablet
authenticator-phone-hint = Scan a code with its camera. It has to be near this computer.
authenticator-no-system-support = Your system cannot do this for apps.
authenticator-not-this-domain = Your system lets { -app } do this for some providers only, and not for this one.
authenticator-no-bluetooth = Turn on Bluetooth on this computer to use it.
authenticator-none = Nothing here can be used for passkeys at the moment.
passkey-where = Where to keep it
passkey-with = What to use

## The ceremony, step by step; each text says all of it to somebody who only hears it

ceremony-other = Use something else
ceremony-starting = One moment
ceremony-starting-text = Getting ready…
ceremony-checking-text = Checking…
ceremony-insert = Plug in your security key
ceremony-insert-text = Plug in your security key, or hold it to the reader. { -app } goes on by itself.
ceremony-select-device = Touch the key you want
ceremony-select-device-text = Several keys blink. Touch the one you want to use.
ceremony-select-device-names = Several keys blink: { $names }. Touch the one you want to use.
ceremony-touch = Touch your key
ceremony-touch-text = Touch the part of your key that blinks.
ceremony-touch-text-device = { $device } is waiting. Touch the part that blinks.
ceremony-verify = Try your finger again
ceremony-verify-text = Your fingerprint was not recognised. Put your finger on the key again.
ceremony-tries =
    { $count ->
        [0] No try left.
        [one] One try left.
       *[other] { $count } tries left.
    }
ceremony-account = Which account?
ceremony-account-text = There are passkeys for several accounts. Choose the one you want to use.
ceremony-account-unnamed = Account { $number }
ceremony-qr = Scan this with your phone
ceremony-qr-label = QR code for your phone’s camera
ceremony-qr-text = Point your phone’s camera at the code on this screen.
ceremony-system = Go on in your system’s window
ceremony-system-text = Your system asks for the rest in its own window. It may be behind this one.
phone-step-bluetooth = Turn on Bluetooth on your phone.
phone-step-scan = Point its camera here and tap what appears.
phone-step-confirm = Confirm on the phone with your finger, your face or its code.
phone-privacy = Phone and computer reach each other through the internet service of the phone’s maker. What they say is encrypted, so it cannot be read there.
phone-looking = Looking for your phone
phone-looking-text = Looking for your phone. Keep it near, with Bluetooth on.
phone-connecting = Connecting to your phone
phone-connecting-text = Your phone was found. Connecting…
phone-authenticating-text = Making sure that it is your phone…
phone-connected = Go on at your phone
phone-connected-text = Your phone is connected. Confirm there with your finger, your face or its code.
pin-title = Enter the PIN of your key
pin-text = It is the PIN that was chosen for this key, not that of your account.
pin-text-device = It is the PIN that was chosen for { $device }, not that of your account.
pin-requested = The provider wants to be sure that it is you.
pin-key-requires = The key does nothing without it.
pin-verification-blocked = Its fingerprint reader has given up for now.
pin-current = Then you choose the new one.
pin-current-title = Enter the present PIN
pin-field = PIN
pin-current-field = Present PIN
pin-show = Show it
pin-show-what = Show: { $name }
pin-wrong = This PIN is wrong.
pin-last-try = This is the last try. After one more wrong PIN the key locks itself for good: only a reset helps then, and it deletes every passkey on the key.
pin-choose-title = Choose a PIN for your key
pin-choose-new-title = Choose a new PIN
pin-choose-text = The PIN protects the passkeys on your key. You need it whenever you use the key, and nobody can tell it to you again.
pin-choose-text-device = The PIN protects the passkeys on { $device }. You need it whenever you use the key, and nobody can tell it to you again.
pin-not-set = This key has none yet.
pin-change = The one before stops working.
pin-change-required = The key asks for a new one before it goes on.
pin-new-field = New PIN
pin-new-hint = At least { $characters } characters; letters count, too
pin-repeat-field = New PIN again
pin-too-short = This PIN is too short. It needs at least { $characters } characters.
pin-too-long = This PIN is too long. Use fewer characters.
pin-against-policy = The key does not accept this PIN. Choose one that is harder to guess.
pin-not-same = This is not the same PIN. Type it once more.
