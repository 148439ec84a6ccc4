## Sign-in methods

action-done = Done
methods-title = Sign-in methods
methods-lead = How you prove that it is you.
methods-refreshed = Sign-in methods are up to date.
methods-first = First step
methods-first-lead = You begin to sign in with one of these.
methods-second = Second step
methods-second-lead = After the first step, { $provider } may ask for one of these.
methods-other = Others
methods-other-lead = { $provider } lists these too.
methods-unfinished = Unfinished
methods-unfinished-lead = These do not protect you yet. Finish or discard them.
methods-empty = { $provider } lists no methods of this account that can be changed here. You can still sign in as before.
methods-unread = Your sign-in methods could not be read yet. You still have them: nothing was changed.
methods-add = Add a method
methods-add-unknown = { $provider } did not say yet what can be added. Refresh to ask again.
methods-add-one = Add
methods-add-what = Add: { $kind }
factor-fresh = New
factor-created = Added
factor-begun = Begun
factor-changed = Changed
factor-used = Last used
factor-rename = Rename
factor-rename-what = Rename { $name }
factor-remove = Remove
factor-remove-what = Remove { $name }
factor-change = Change
factor-change-what = Change { $name }
factor-replace = Replace
factor-replace-what = Replace { $name }
factor-check = Check
factor-check-what = Check a picture of { $name }
replacing-title = Replacing { $name }
replacing-begun = You began to replace { $old }. It counts until the new one does.
replacing-works = { $added } works. { $old } is not needed any more.
replacing-go-on = Go on
replacing-remove = Remove the old one: { $name }
replacing-keep-old = Keep the old one
replacing-keep-both = Keep both
factor-finish = Finish
factor-finish-what = Finish { $name }
factor-discard = Discard
factor-discard-what = Discard { $name }
factor-discarded = Discarded: { $kind }.
factor-renamed = It is called { $name } now.
factor-added = Added: { $kind }.
factor-removed = { $name } was removed.
factor-left-unfinished = The provider kept what was begun. It is listed as unfinished.
field-factor-name = Name
remove-factor-title = Remove { $name }?
remove-factor-title-not = { $name } has to stay for now
remove-factor-last-way-in = { $name } is your only way into this account. Add another one first; then you can remove it.
remove-factor-not-allowed = Your provider does not let you remove { $name }. Ask whoever runs it.
remove-factor-leaves-only = Only this is left for the same step then: { $step }. If you lose that too, you may be locked out.
remove-factor-last-second = This is your last second step. Whoever gets hold of your first step can sign in as you.
remove-factor-unknown = { -app } does not know what would remain. Make sure that you have another way to sign in.
remove-factor-code = The code that it shows now
remove-factor-remains = You can still sign in:
remove-factor-passkey = Delete it on your device or in your password manager too; { -app } cannot do that.
remove-factor-word = remove
remove-factor-confirm = Remove
remove-factor-confirm-passkey = Remove passkey
remove-factor-passkey-maker = Delete it in { $maker } too; { -app } cannot do that.
remove-factor-passkey-key = It stays on the key until you delete it there too. { -app } offers that next.
remove-factor-passkey-perhaps = Delete it in your password manager too, or on your security key. { -app } offers the key next.

## Adding a sign-in method

add-title-passkey = Add a passkey
add-title-totp = Add an authenticator app
add-title-phone = Add a phone
add-title-email = Add an e-mail address
add-title-push = Add push notifications
add-title-recovery-code = New recovery code
add-title-password = Change your password
add-steps = Steps
add-step-scan = Scan
add-step-code = Enter the code
add-step-name = Name it
add-step-number = Number
add-step-address = Address
add-restart = Start again
totp-scan-title = Scan this with your authenticator app
totp-scan = Open the app on your phone, add an account, and point the camera here.
totp-apps = Any authenticator app works.
totp-qr = QR code for your authenticator app
totp-scanned = I scanned it
totp-cannot-scan = Can’t scan?
totp-by-hand = Type this into your app instead of scanning.
totp-key = Key
totp-issuer = Issuer
totp-account = Account
totp-settings = Settings
totp-settings-are = { $algorithm }, { $digits } digits, every { $seconds } seconds
totp-open = Open in an app on this computer
totp-opened = Opened in your authenticator app. Come back here for the code.
totp-save = Save as picture
totp-save-title = Who sees this picture can make your codes
totp-save-warning = Save it only for a moment, and delete it when your app has read it. Whoever else opens it has your second step.
totp-save-anyway = Save it
totp-save-name = QR code of { $account }
totp-check = Check a picture of a code
check-title = Check a picture of a code
check-lead = Drop a picture here, paste one, or choose a file. { -app } reads it on this computer and sends it nowhere.
check-choose = Choose a picture
check-reading = Reading the picture…
check-result = What the code says
check-same = It is the code on the screen: an app that reads it shows the right numbers.
check-other-settings = The key is the one on the screen, but the app would show other numbers. Scan the code on the screen instead.
check-other-key = It is another key than the one on the screen. An app that reads it shows numbers that do not count here.
check-not-compared = Whether it is the key of this app cannot be told: { -app } does not keep keys.
code-hint-totp = The number that your app shows now
code-hint-phone = From the message or call you get now
code-hint-email = From the e-mail you get now. Look into the spam folder, too.
code-submit = Confirm
name-lead = It works. { $kind } protects your account from now on.
name-hint = So that you know it again, such as “Work phone”
name-save = Save name
name-skip = Not now
propose-title = What if you lose it?
propose-lead = With a recovery code on paper you get back in when your phone or app is gone. It takes one minute.
propose-later = Later
push-title = Scan this with your provider’s app
push-qr = QR code for your provider’s app
push-scan = Open the app, scan this, and approve there.
recovery-title = Keep this code
recovery-lead = It lets you in when everything else is lost. It is shown only now, so copy or print it.
recovery-replaces = It counts as soon as you say that you saved it. An older code stops working then.
recovery-done = Done
recovery-cancel = Discard this code
recovery-added = Your recovery code counts from now on.
rules-label = Rules
password-next = You sign in with it from now on. Other sessions may end.
password-changed = Your password was changed.

everywhere-not-now = Not now
reset-mail-lead = Rather choose it on a page of the provider? A link to it comes by mail.
reset-mail-send = Send me a link
reset-mail-sent = A link to choose a new password is on its way to { $email }.

## Passkeys

passkey-about-keep = It is kept by your computer, your phone or a security key. The provider only gets a part that is no secret.
passkey-added-title = Passkey added
passkey-added-devices = You can sign in with it on all devices that share your passkeys.
passkey-added-key = You can sign in with it wherever you plug in this key. Add a second passkey elsewhere, in case you lose the key.
passkey-added-device = You can sign in with it on this one device. Add a second passkey elsewhere, in case you lose the device.
passkey-added-unknown = You can sign in with it from now on.
passkey-added-maker = It is kept by { $maker }.
passkey-name-hint = So that you know it again, such as “Blue key”
hand-off-lead = At { $host } passkeys are added on the provider’s own page. Your browser opens there.
hand-off-looking = You are back. Looking at your sign-in methods…
hand-off-again = Open the page again
hand-off-nothing-title = No passkey was added
hand-off-nothing = There is no new passkey in your account. Nothing was changed; you can add one at any time.
keys-about = Set or change the PIN of a key, and see which passkeys of this account are on it.
keys-open = Look after a key
factor-removed-title = { $name } was removed
removed-still-on-key = Your account no longer takes it, but it still uses up room on the key. Delete it there too.
removed-perhaps-on-key = Your account no longer takes it. If it is on a security key, delete it there too; otherwise, delete it in your password manager.
removed-later = Not now
removed-delete-now = Delete it on the key now

## Phones

phone-way = Codes arrive by
phone-way-set = Codes now arrive by: { $way }.

## After a new password

everywhere-changed = Whoever signed in with your old password still is. You can end that now.

## What is done, for the confirmation sheet

doing-add = To add: { $kind }
doing-rename = To rename { $name }
doing-remove = To remove { $name }
doing-discard = To discard: { $kind }
doing-phone-way = To change how codes reach { $name }

## A passkey that was begun and not finished

loose-passkey-title = A passkey may be left over
loose-passkey = A passkey was begun and not finished. There may be one on your security key or in your password manager that opens nothing. Delete it there.
loose-passkey-done = I looked
