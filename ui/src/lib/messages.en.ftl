## Providers, and what they can do

provider-auth0 = Auth0
provider-nhost = Nhost
feature-sign-in-browser = Sign in with your browser
feature-sign-in-password = Sign in with e-mail and password
feature-sign-up = Create an account
feature-profile = See your profile
feature-sign-out = Sign out at the provider
feature-stay-signed-in = Stay signed in
none-not-offered = This provider does not offer it.
none-not-permitted = This project does not permit it. Whoever runs the project can.
none-not-configured = This connection does not say where to ask for it. Whoever set it up can add the address.
none-one-only = There can be one only, and you have one.
none-custom-domain-missing = Passkeys need a domain of the provider’s own, and this connection has none. Whoever runs it can set one up.
none-grant-missing = The provider does not let { -app } use passkeys. Whoever runs the connection can allow the passkey grant.

## The keychain

vault-unavailable = No { -vault } was found on this system, so { -app } cannot save your sign-ins. Install or start one and try again.
vault-locked = Your { -vault } is locked. Unlock it so that { -app } can keep you signed in.
vault-waiting = Your system asks for the password of your { -vault }, perhaps in another window.
vault-silent = Your { -vault } does not answer. It may be waiting for you in another window.
vault-denied = { -app } was not allowed to use your { -vault }. Allow it and try again.
vault-full = Your { -vault } is full. Remove something from it and try again.
vault-corrupt = What { -app } finds in your { -vault } cannot be read. Nothing was changed.
vault-too-big = Your { -vault } does not accept an entry of this size. You can sign in until you close { -app }.
vault-failed = Your { -vault } reported a problem. Try again in a moment.

## The state of an account

account-needs-sign-in = Needs sign-in
account-vault-closed = Locked
account-unsaved = Not saved

## Why a session ended

ended-rejected = { $provider } ended this session. Sign in again to go on.
ended-rotation-lost = The last renewal of this session did not arrive. Sign in again to go on.
ended-item-missing = The session is no longer in your { -vault }. Sign in again to go on.
ended-item-corrupt = The session in your { -vault } cannot be read. Sign in again to go on.
ended-not-renewable = This session is over: { $provider } let you in for a short time only. Sign in again to go on.
ended-wrong-identity = The provider’s answer was not about you, so this session was stopped. Sign in again to go on.
ended-dpop-key-missing = This session needs a key, and there is none in your { -vault }. Sign in again to go on.
ended-dpop-key-mismatch = The key of this session in your { -vault } cannot be used. Sign in again to go on.
ended-dpop-not-configured = This session has a key, but the connection no longer works with keys. Sign in again to go on.

## What happened without anybody asking

notice-callback-ignored = A link was opened that changed nothing. { $reason }
notice-preset-broken = The file { $path } cannot be used: { $reason }. Its connections are missing until it is mended.
notice-preset-broken-line = The file { $path } cannot be used: line { $line }, { $reason }. Its connections are missing until it is mended.
notice-preset-connection-refused = The connection “{ $id }” in { $path } was left out. Its “{ $field }”: { $reason }
notice-files-not-writable = { -app } cannot write to { $path }. Changes are lost when you close it.
notice-files-corrupt = { -app } could not read its file { $path } and began a new one. You may have to add connections again.
notice-files-newer = { $path } was written by a newer version of Latchkey. It is left alone, and nothing is saved there. Install the newer version.

## What is wrong with a field

invalid-empty = Fill this in.
invalid-too-long = This is too long.
invalid-not-a-domain = This is not a domain. It looks like acme.eu.auth0.com.
invalid-not-a-url = This is not an address. It begins with https://.
invalid-not-https = Use https://. Only a server on this computer may use http://.
invalid-not-an-email = This is not an e-mail address. It looks like you@example.com.
invalid-not-a-phone-number = This is not a phone number with its country code. It looks like +49 30 123456.
invalid-has-path = Leave out everything after the host name.
invalid-has-user-info = Leave out the user name and password.
invalid-already-exists = You already have this one.
invalid-unknown-provider = { -app } does not know this provider.
invalid-bad-characters = There are characters in it that cannot be right.
invalid-not-offered = This provider has no such thing.
invalid-in-the-past = This has passed already. Choose a later day.
invalid-other-link = This is not the link that is needed here. Copy it from the newest message.
invalid-other-domain = This is outside the domain of the passkeys.
invalid-does-not-match = This is not what you were asked to type.

## What went wrong

error-not-found = This is no longer here. Someone may have removed it.
error-signed-out = This session has ended. Sign in again to go on.
error-cancelled = Sign-in was cancelled. Nothing was changed.
error-offline = { -app } cannot reach { $host }. Check your internet connection and try again.
error-proxy-authentication = The proxy of your network wants a user name and a password, so { $host } was not reached. Add them to this computer’s proxy settings, or ask whoever runs the network.
error-tls = The connection to { $host } is not secure, so it was not used. Check the address and this computer’s clock.
error-timed-out = The answer from { $host } took too long. Try again in a moment.
error-rate-limited = You asked the provider too often. It wants you to wait a little.
error-misconfigured = The provider is set up in a way that cannot work. Send the reference to the owner of this connection.
error-misconfigured-unnamed = The provider is set up in a way that cannot work. Tell the owner of this connection.
error-provider-failed = The provider gave an answer nobody expected. Try again in a moment.
error-not-this-provider = Something answers at { $host }, but it is not this provider. Check the address.
error-step-up-did-not-help = The provider still refuses this after your confirmation. Ask the owner of this connection.
error-clock-off =
    { $seconds ->
        [one] This computer’s clock is off by one second. Set it right and try again.
       *[other] This computer’s clock is off by { $seconds } seconds. Set it right and try again.
    }
error-id-token = The provider’s answer could not be trusted, so you were not signed in. Try again.
error-wrong-account = You came back as { $cameBackAs }, but { -app } expected { $expected }. Nothing was changed.
error-browser-not-opened = Your browser could not be opened. Copy the link and open it yourself.
error-loopback-busy = Other programs use the local ports { $ports }. Close them, or come back through an app link.
error-files-full = The disk is full, so nothing was saved. Free some space and try again.
error-files-not-writable = { -app } may not write its files. Check the folder’s permissions and try again.
error-files-newer-version = These files were made by a newer { -app }. Update it and try again.
error-managed = Your organisation manages this. It cannot be changed here.
error-busy = The last step is still running. Try again in a moment.
error-call-not-allowed = { -app } does not let its window do this. Nothing was changed.
error-call-arguments = { -app } could not read what its window asked for. Nothing was changed.
error-call-too-many = Too much is going on at once. Try again in a moment.
error-internal = Something went wrong inside { -app }. Try again; if it stays, send the reference to support.
error-internal-unnamed = Something went wrong inside { -app }. Try again; if it stays, quit { -app } and open it again.

refusal-wrong-email-or-password = E-mail or password is wrong.
refusal-email-not-verified = This e-mail address is not verified yet. Open the link in the message you were sent.
refusal-account-disabled = This account is switched off. Ask your organisation.
refusal-sign-up-closed = New accounts cannot be created here. Ask your organisation.
refusal-email-taken = There is already an account with this e-mail address. Sign in instead.
refusal-password-too-short = This password is too short. Choose a longer one.
refusal-password-leaked = This password is known from a data leak. Choose another one.
refusal-access-denied = This was cancelled at the provider. Nothing was changed.
refusal-blocked = The provider blocks this sign-in. Ask your organisation.
refusal-too-many-attempts = There were too many attempts. Wait a few minutes and try again.
refusal-login-required = The provider asks you to sign in again.
refusal-expired = This took too long and has expired. Start again.
refusal-wrong-code = This code is not right, or no longer valid. Type the newest one.
refusal-not-approved = The request was declined in the app. Nothing was changed.
refusal-not-removable = The provider keeps this one, because its rules ask for it. Add another first.
refusal-already-added = This is already part of your account.
refusal-not-offered = The provider does not offer this to your account.
refusal-phone-number-refused = The provider cannot use this phone number. Check it, with the country code.
refusal-email-refused = The provider cannot use this e-mail address. Check it.
refusal-password-refused = The provider does not accept this password. Choose one that follows every rule.
refusal-account-gone = This account is no longer there, or its address is blocked. Ask your organisation.
refusal-already-verified = This e-mail address is verified already.
refusal-authenticator-active = An authenticator app is set up already. A new key would make its codes useless, so remove it first.
refusal-last-way-in = Without this one you could not sign in again. Verify your e-mail address or add another way first.
refusal-no-passkey = The provider wants a passkey for this, and this account has none. Add the first one on the provider’s own page, or ask whoever runs it; then come back and try again.
refusal-passkey-not-registered = The provider did not take the new passkey, so it opens nothing. Delete it on your key or in your password manager, then try again.
refusal-passkey-refused = The passkey was not accepted, or it took too long. Try again.
refusal-token-refused = This access token is not right, or no longer valid.
refusal-linked-elsewhere = That account already signs somebody else in here. Use another one, or unlink it there first.
refusal-anonymous-account = This account has no way to sign in again. Keep it first, with an e-mail address.

code-previous =
    { $seconds ->
        [one] That is the code before this one. A new code appears in { $seconds } second.
       *[other] That is the code before this one. A new code appears in { $seconds } seconds.
    }
code-next =
    { $seconds ->
        [one] That is the next code: your phone’s clock is a little fast. Type it again in { $seconds } second.
       *[other] That is the next code: your phone’s clock is a little fast. Type it again in { $seconds } seconds.
    }
code-spent =
    { $seconds ->
        [one] This code was refused a moment ago. A new code appears in { $seconds } second.
       *[other] This code was refused a moment ago. A new code appears in { $seconds } seconds.
    }
code-not-digits = A code has digits only. Type the number that your app shows.
code-wrong-length = A code has { $digits } digits. Type all of them.
code-of-something-else = This code does not belong to the key above. Check that you read the right entry in your app.
code-clock-ahead = Your phone’s clock is about { $seconds } seconds fast, so its codes are wrong. Set its time automatically and type a new code.
code-clock-behind = Your phone’s clock is about { $seconds } seconds slow, so its codes are wrong. Set its time automatically and type a new code.
picture-not-a-picture = This is not a picture, or it is damaged. Choose a screenshot or a photo.
picture-other-format = This kind of picture cannot be read. Save it as PNG or JPEG first.
picture-too-large = This picture is too large. Cut it down to the QR code.
picture-no-code = There is no QR code in this picture that can be read. Take it closer, or straight from the front.
picture-several-codes = There are several codes for authenticator apps in this picture. Cut it down to the one you mean.
picture-not-for-authenticators = The QR code in this picture is not for an authenticator app.
picture-export = This is the export of another authenticator app. It holds several accounts, not the one to set up.
picture-counting = This code is for passwords that are counted. { -app } knows codes of the time only.
picture-broken-key = The key in this QR code is damaged or too short. Begin again to get a new one.
picture-broken = This QR code is damaged, or for another kind of app. Begin again to get a new one.
error-no-authenticator = No app on this computer takes codes like this one. Scan it with your phone, or install an authenticator app here.
error-clipboard-busy = The clipboard takes nothing right now. Try again.

step-up-recent-second-factor = The provider wants to see that it is you. Sign in again with your second factor; then this goes on.
step-up-missing-permission = This needs a permission your session does not have yet. Sign in again to give it.
step-up-elevation = Confirm with your passkey or security key; then this goes on.

callback-not-an-address = This is not an address. Copy the whole line from the top of your browser.
callback-not-ours = This address does not lead to { -app }. Copy it from the page you ended on.
callback-too-large = This address is too long to be the right one.
callback-bad-encoding = This address is damaged. Copy it again as a whole.
callback-repeated-parameter = This address holds the same part twice, so it was not used.
callback-no-state = A part of this address is missing. Copy it as a whole.
callback-no-code = This address holds no sign-in. Copy it from the page you ended on.
callback-token-in-address = This address holds a token, so it was not used. Start again.
callback-nothing-pending = No sign-in is waiting for this address. Start again.
callback-unknown-state = This address belongs to another attempt. Use the newest page in your browser.
callback-expired = This attempt took too long and has expired. Start again.
callback-unknown-connection = This address belongs to a connection that is not here.
callback-wrong-issuer = This address comes from another provider than expected, so it was not used.

## What went wrong with a passkey

passkey-timed-out = This took too long. Have your key or phone at hand and try again.
passkey-denied = This was declined on the key, at the phone or in your system’s window. Nothing was changed.
passkey-already-registered = There is a passkey for this account on it already. Use another key or device.
passkey-no-passkey = There is no passkey for this account on it. Use the key or device with which you added one.
passkey-wrong-domain = The provider asked for a passkey of another address, so nothing was done. Tell the owner of this connection.
passkey-not-supported = This key or device cannot do what the provider asks for. Use a newer one.
passkey-pin-blocked = This key is locked after too many wrong PINs. Use another one. Only a reset with its maker’s program unlocks it, and that deletes every passkey on it.
passkey-pin-locked = There were too many wrong PINs in a row. Take the key out, plug it in again and try again.
passkey-device-access = { -app } could not talk to the key. Plug it in again and try again. If it stays, your system does not let programs use the key.
passkey-key-full = There is no room on this key. Delete a passkey on it, or use another key.
passkey-bad-options = The provider asked in a way that no key understands. Tell the owner of this connection.
passkey-gone = The key or phone was gone before this was done. Leave it in place and try again.
passkey-ceremony-running = Another passkey step is still open. Finish or cancel it, then try again.
