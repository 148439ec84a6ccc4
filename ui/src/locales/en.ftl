# The texts of Latchkey in English. Sentence case; short; says what happens next.

-app = Latchkey
# The system's own place for secrets; one word for it everywhere.
-vault = keychain

app-name = { -app }
title-screen = { $screen } – { -app }

## Words on many screens

action-back = Back
action-cancel = Cancel
action-copy = Copy
action-copy-what = Copy { $what }
action-dismiss = Dismiss
action-dismiss-what = Dismiss: { $what }
action-details = Details
action-retry = Try again
action-retry-in = Try again in { $time }
action-menu = Menu
action-sign-in-again = Sign in again
action-unlock = Unlock
copied = Copied
copied-what = Copied: { $what }
copied-secret = Copied: { $what }. The clipboard is emptied in { $seconds } seconds.
copied-until = Gone from the clipboard in { $seconds } seconds
saved-at = Saved: { $place }
copy-failed = Could not copy. Select the text and copy it yourself.
loading = Loading
reference-label = Reference
notices-label = Notices
opens-browser = opens your browser

## Providers, and what they can do

provider-auth0 = Auth0
provider-nhost = Nhost
feature-sign-in-browser = Sign in with your browser
feature-sign-in-password = Sign in with e-mail and password
feature-sign-up = Create an account
feature-profile = See your profile
feature-sign-out = Sign out at the provider
feature-stay-signed-in = Stay signed in
tier-native = Works
tier-hand-off = Works, in your browser
tier-none = Not available
none-not-offered = This provider does not offer it.
none-not-in-this-app = { -app } cannot do this yet.
none-not-permitted = This project does not permit it. Whoever runs the project can.
none-not-configured = This connection does not say where to ask for it. Whoever set it up can add the address.
none-one-only = There can be one only, and you have one.
none-custom-domain-missing = Passkeys need a domain of the provider’s own, and this connection has none. Whoever runs it can set one up.
none-grant-missing = The provider does not let { -app } use passkeys. Whoever runs the connection can allow the passkey grant.

## First run, and adding an account

welcome-title = Welcome to { -app }
welcome-lead = Look after your own accounts in one place: who you are, how you sign in, and where you are signed in.
add-account-title = Add an account
add-account-lead = Choose where your account lives.
connections-heading = Where is your account?
connections-empty = No connections yet. Add the one your team uses, and sign in.
connection-sign-in = Sign in
connection-sign-in-to = Sign in to { $name }
connection-continue = Continue in your browser at { $name }
connection-continue-short = Continue
connection-local = On this computer
connection-managed = Managed by your organisation
add-connection = Add a connection
sessions-kept = Your sessions are kept in your system’s { -vault } ({ $store }), never in a file. { -app } never sees a password you type in your browser.
sessions-kept-closed = Sessions belong in your system’s { -vault }, never in a file.

## Vault

vault-unavailable = No { -vault } was found on this system, so { -app } cannot save your sign-ins. Install or start one and try again.
vault-locked = Your { -vault } is locked. Unlock it so that { -app } can keep you signed in.
vault-waiting = Your system asks for the password of your { -vault }, perhaps in another window.
vault-silent = Your { -vault } does not answer. It may be waiting for you in another window.
vault-denied = { -app } was not allowed to use your { -vault }. Allow it and try again.
vault-full = Your { -vault } is full. Remove something from it and try again.
vault-corrupt = What { -app } finds in your { -vault } cannot be read. Nothing was changed.
vault-too-big = Your { -vault } does not accept an entry of this size. You can sign in until you close { -app }.
vault-failed = Your { -vault } reported a problem. Try again in a moment.
vault-keep-until-exit = Sign in until I close { -app }
vault-kept-until-exit = Sign-ins are kept until you close { -app }, and then forgotten.
vault-choose-first = First choose how your sign-in is kept.
vault-ready-now = Your { -vault } is open.
vault-keep-undo = Use the { -vault } after all

## Add a connection

new-connection-title = Add a connection
new-connection-lead = A connection tells { -app } where your accounts live. Your team can give you these values.
provider-question = Provider
provider-auth0-hint = A tenant with its own domain
provider-nhost-hint = A project in Nhost’s cloud
provider-nhost-own = Nhost, your own server
provider-nhost-own-hint = Self-hosted, or on this computer
field-domain = Domain
field-domain-hint = Such as acme.eu.auth0.com, or your own domain
field-client-id = Client ID
field-client-id-hint = Of an application of type “Native”
field-subdomain = Subdomain
field-subdomain-hint = The first part of your project’s address
field-region = Region
field-region-hint = Such as eu-central-1
field-base-url = Address of the server
field-base-url-hint = https://… or, on this computer, http://localhost:1337
field-name = Name
field-name-hint = How you want to call it. Empty means the address.
field-redirect = Way back from the browser
more-settings = More settings
field-graphql-url = Address of GraphQL
field-graphql-url-hint = For sessions, access tokens and linked accounts. Leave it empty where Nhost hosts the project.
probe-heading = Connection check
probe-idle = Fill in the fields, and { -app } checks whether the provider answers.
probe-checking = Checking { $host }…
probe-answers = { $host } answers
probe-answers-version = { $host } answers, version { $version }
probe-again = Check again
callback-allow = Allow this callback address at the provider, or signing in will be refused:
callback-address = Callback address
save-connection = Add connection
saving-connection = Adding…
connection-added = { $name } was added.
form-problems =
    { $count ->
        [one] One field needs another look.
       *[other] { $count } fields need another look.
    }

## Sign in

sign-in-title = Sign in to { $name }
sign-in-again-title = Sign in again
sign-in-again-as = As { $account } at { $name }
sign-in-browser-lead = Your browser opens at { $host }. You sign in there and come back here by yourself.
sign-in-browser = Continue in your browser
sign-up-browser = Create an account
sign-in-browser-or = or
sign-in-password-title = With e-mail and password
sign-up-password-title = Create an account
field-email = E-mail
field-password = Password
field-display-name = Your name
field-optional = optional
field-new-password-hint = A long one that you use nowhere else
password-show = Show password
sign-in-submit = Sign in
signing-in = Signing in…
sign-up-submit = Create account
signing-up = Creating…
to-sign-up = Create an account instead
to-sign-in = I already have an account
to-password-reset = I forgot my password
toast-signed-in-unnamed = You are signed in.
connection-missing = This connection is no longer here.
connection-no-way = This provider offers no way to sign in from { -app }.

## The other ways to sign in

ways-other = Other ways to sign in
ways-all = How do you want to sign in?
way-email-code = Code by e-mail
way-email-code-about = You get a code and type it here.
way-sms-code = Code by text message
way-sms-code-about = You get a code on your phone and type it here.
way-email-link = Link by e-mail
way-email-link-about = You get a link and paste it here.
way-device-code = Code on another device
way-device-code-about = Sign in on your phone, or on a computer where you are signed in already.
way-access-token = Personal access token
way-access-token-about = For accounts that you made a token for.
way-anonymous = Without an account
way-anonymous-about = Try it first. You can keep the account later.
way-password-reset = I forgot my password
way-password-reset-about = You get a link to choose a new one.

email-code-title = Sign in with a code by e-mail
sms-code-title = Sign in with a code by text message
sent-code-title = Type the code
sent-code-lead = We sent a code to { $to }.
sent-code-hint = Type or paste it. Spaces do not matter.
code-sent-again = Another code is on its way. The first one no longer works.
resend-in = in { $time }
invalid-not-digits = This code has digits only.

email-link-title = Sign in with a link by e-mail
email-link-next = You get a link at this address. Copy it from the message and paste it here.
send-link = Send link
paste-link = Link from the message
paste-link-hint = Do not open the link. Copy its address with a right click or a long press, and paste it here.
mail-sent-title = Check your mail
mail-sent-link = If { $email } can sign in here, a message with a link is on its way. Paste the link here to sign in.
mail-sent-verify = We sent a message to { $email }. Paste its link here to confirm your address and sign in, or open it and sign in afterwards.
mail-sent-unverified = { $email } is not confirmed yet. Paste the link from the message you were sent to confirm it and sign in, or open it and sign in afterwards.
mail-sent-keep = We sent a message to { $email }. Your session has ended; its link begins the next one. Paste it here to go on.
mail-sent-done = I opened the link
to-verify-email = Confirm this address
mail-again = Send another one
mail-sent-again = Another message is on its way. Use the link in the newest one.
change-email = Use another address
change-phone = Use another number
nothing-came = Nothing arrived?
nothing-came-spam = Look into the spam folder.
nothing-came-address = Check the address above, letter by letter.
nothing-came-nobody = Your account may have another address. Nobody is told which addresses have one.
nothing-came-number = Check the number above, with its country.
nothing-came-signal = Text messages need a signal and can take some minutes.
nothing-came-newest = If you asked more than once, only the newest message works.

password-reset-title = Choose a new password
password-reset-next = You get a link at this address. With it you choose a new password.
password-reset-sent = If { $email } has an account, a message with a link is on its way. Paste the link here and choose a new password.
password-reset-sent-browser = If { $email } has an account, a message is on its way. Its link opens a page of { $host }, where you choose a new password. Then sign in here.
password-reset-back = Back to sign-in
password-reset-done = Your password was changed. Sign in with it now.

sign-up-title = Create an account at { $name }
sign-up-lead = You may be asked to confirm your address by e-mail.
advice-label = What makes it a good one

access-token-title = Sign in with a personal access token
field-token = Access token
field-token-hint = You made it on another device, and saw it once.
token-show = Show access token
access-token-note = A token goes past your second step. Use it only where you trust the computer, and revoke it when you no longer need it.

anonymous-title = Go on without an account
anonymous-lead = You get an account without a name. No address and no password are needed.
anonymous-next = You can give it an address later and keep everything in it.
anonymous-loss = Until then, signing out ends it for good: nobody can sign in to it again.
anonymous-begin = Go on without an account

## The second step

second-step-title = Now your authenticator app
second-step-code = Code
second-step-code-hint = The number that the app shows now. Spaces do not matter.
second-step-choose-title = One more step
second-step-choose = How do you want to show that it is you?
second-step-other = Use another way
second-step-none-title = Your account needs a second step
second-step-none = It has none yet. Sign in with your browser once: { $host } helps you to add one there.
second-step-recovery-title = Type your recovery code
second-step-recovery-hint = It works once. You get a new one afterwards.
approve-title = Approve on your phone
approve-lead = We sent a request to your provider’s app. Open it and approve.
push-again = Send it again
push-sent-again = Another request is on its way to the app.
replaced-title = Keep your new recovery code
replaced-lead = The code that you used is spent. This one takes its place. It is shown only now, so copy or print it.
replaced-done = Go on

## Keeping an account without a name

keep-title = Keep this account
keep-lead = Give it your address and a way to sign in again. Everything in it stays.
keep-banner = This account has no way to sign in again. If you sign out or lose this computer, it is gone.
keep-by = How will you sign in?
keep-by-password = With a password
keep-by-password-hint = You type it with your address.
keep-by-link = With links by e-mail
keep-by-link-hint = You get a link each time.
keep-next-password = You may be asked to confirm your address by e-mail first.
keep-next-link = You get a link at this address. Until you use it, you are signed out.
keep-submit = Keep account
keep-doing = Keeping…
keep-done = This account is yours to keep.
doing-keep = To keep this account

## Waiting for the browser

waiting-title = Continue in your browser
waiting-title-device = Continue on your other device
waiting-lead = Sign in at { $host }. { -app } notices when you are done.
waiting-lead-step-up = { $host } needs to be sure that it is you. Sign in again there. { -app } notices when you are done.
waiting-lead-device = You sign in at { $host } on your phone or another computer. { -app } notices when you are done.
waiting-lead-connect = Allow access to your { $name } account there. { -app } notices when you are done.
waiting-lead-passkey = Sign in at { $host } and add the passkey there. { -app } notices when you are done.
waiting-for = For { $account }
waiting-status = Waiting for your browser
waiting-status-device = Waiting for your other device
waiting-device-qr = QR code with the address and the code
device-open = Open this address on the other device:
device-open-or-scan = Scan the QR code with the other device, or open this address there:
device-address = address
device-type = Check or type this code:
device-allow = Sign in there and allow it.
device-expires = This code is good for { $time }.
device-expired = This code is no longer good.
device-open-here = Open in this computer’s browser
waiting-use-device = Use a code on another device
waiting-checking = Back from the browser. Checking…
waiting-open-again = Open browser again
waiting-copy-link = Copy link
waiting-link = the link
waiting-link-manual = Copy this link into your browser:
waiting-opened-again = Your browser was asked to open again.
waiting-nothing = Nothing happened?
waiting-nothing-scheme = If your browser asked whether it may open { -app } and you said no, open it again and say yes.
waiting-nothing-loopback = If the last page did not load, a firewall may be in the way. Try the other way back.
waiting-use-loopback = Come back through a local address
waiting-use-scheme = Come back through an app link
waiting-paste = Address of the page you ended on
waiting-paste-hint = Copy the whole address from your browser, from the first letter to the last.
waiting-paste-submit = Finish signing in
waiting-paste-submit-connect = Finish connecting
waiting-paste-submit-passkey = Go on
waiting-expires = This attempt ends { $time }.
waiting-vault-title = Almost there
waiting-vault-lead = You are signed in at { $host }, but your sign-in cannot be saved yet.
waiting-vault-unlock = Unlock and finish
waiting-vault-stop = Stop asking
waiting-vault-exit = Keep me signed in until I close { -app }
wrong-account-title = That was another account
wrong-account-lead = You came back as { $cameBackAs }, but { -app } expected { $expected }. Nothing was changed.
wrong-account-retry = Try again as { $expected }
failed-title = Sign-in did not finish
failed-title-step-up = That it is you could not be confirmed
failed-title-passkey = The passkey was not added
failed-title-connect = The account was not connected
cancelled-title = Sign-in was cancelled
cancelled-title-passkey = Adding a passkey was cancelled
cancelled-title-connect = Connecting was cancelled
announce-waiting = Waiting for you to sign in in your browser.
announce-waiting-passkey = Waiting for you to add a passkey in your browser.
announce-waiting-connect = Waiting for your answer in your browser.

## With an account elsewhere, and back from a mail

providers-label = Sign in with an account elsewhere
provider-continue = Continue with { $provider }
link-title = Link an account
link-lead = You can then sign in with that account too.
link-action = Link
link-choose = Link { $provider } account
link-none = Every account that can be linked here is linked.
waiting-lead-link = Sign in to your { $name } account there, so that it signs you in here too. { -app } notices when you are done.
waiting-paste-submit-link = Finish linking
failed-title-link = The account was not linked
failed-title-mail = The link did not work
cancelled-title-link = Linking was cancelled
account-linking = Linking an account…
toast-linked = Your { $name } account is linked.
choose-password-title = Choose a new password
choose-password-lead = The link from your mail has signed you in. Choose a new password now, so that you can sign in with it from then on.
choose-password = Choose a password

## Account switcher and navigation

switcher-label = Account:
switcher-heading = Accounts
nav-label = Main
nav-profile = Profile
nav-settings = Settings
account-add = Add an account
account-needs-sign-in = Needs sign-in
account-vault-closed = Locked
account-unsaved = Not saved
account-until-exit = Until you close { -app }
account-signing-in = Signing in to { $name }…
account-adding-passkey = Adding a passkey at { $name }…
account-connecting = Connecting an account at { $name }…

## Profile

profile-title = Profile
profile-personal = About you
profile-account = Account
profile-details = Details
profile-details-lead = Everything { $provider } says about you, in its own words.
profile-copy-all = Copy all
profile-copy-all-what = all details
profile-name = Name
profile-username = User name
profile-email = E-mail
profile-phone = Phone
profile-verified = Verified
profile-not-verified = Not verified
profile-locale = Language
profile-provider = Provider
profile-connection = Connection
profile-roles = Roles
profile-created = Created
profile-updated = Last changed
profile-refresh = Refresh
profile-refreshing = Refreshing…
profile-refreshed = Profile is up to date.
profile-checked = Checked
profile-empty = { $provider } tells nothing about this account.
profile-not-told = Not given
profile-picture = Picture
profile-picture-none = None
profile-picture-own = Yours
profile-pending = New e-mail
profile-pending-waits = Waiting for you to open the link sent to { $email }.
profile-pending-until = Until then your old address stays.
profile-edit-none = Nothing of this can be changed here.
profile-edit-none-rest = Name, picture, and language cannot be changed here.
profile-edit-none-email = Your e-mail address cannot be changed here.
profile-anonymous = This account has no e-mail address and no way to sign in again.
profile-saved = Your profile was saved.
profile-picture-removed = Your picture was removed.
field-picture = Address of a picture
field-picture-hint = An image on the web; its address begins with https://.
picture-remove = Remove picture
field-new-email = New e-mail address
field-new-email-hint = You get a link at this address. It becomes yours when you open it.
email-change = Change
email-change-what = Change e-mail
email-change-send = Send link
email-link-sent = A link is on its way to { $email }.
email-resend = Send the link again
email-resend-hint = Open the link in the message you were sent.
profile-missing = This account is no longer here.
profile-no-connection = The connection of this account is missing, so { -app } cannot ask its provider. You were not signed out; the account works again when the connection is back.
profile-missing-action = Go to the start
stale-offline = You seem to be offline. This is what was known at { $time }.
stale-other = This is what was known at { $time }.
rate-limited-left = You can try again in { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    }.
rate-limited-over = You can try again now.
ended-rejected = { $provider } ended this session. Sign in again to go on.
ended-rotation-lost = The last renewal of this session did not arrive. Sign in again to go on.
ended-item-missing = The session is no longer in your { -vault }. Sign in again to go on.
ended-item-corrupt = The session in your { -vault } cannot be read. Sign in again to go on.
ended-not-renewable = This session is over: { $provider } let you in for a short time only. Sign in again to go on.
ended-wrong-identity = The provider’s answer was not about you, so this session was stopped. Sign in again to go on.
ended-dpop-key-missing = This session needs a key, and there is none in your { -vault }. Sign in again to go on.
ended-dpop-key-mismatch = The key of this session in your { -vault } cannot be used. Sign in again to go on.
ended-dpop-not-configured = This session has a key, but the connection no longer works with keys. Sign in again to go on.
ended-cached = Until then you see what was known last.
unsaved-warning = Your sign-in could not be saved. You are signed in now, but not after closing { -app }.
unsaved-retry = Check the { -vault } again
brief-note = { $provider } lets you in until { $time } only. Then you will be asked to sign in again.
until-exit-note = You are signed in until you close { -app }.
vault-closed-account = You were not signed out.

sign-out = Sign out
sign-out-lead = Ends this session at { $provider } and removes it from this computer.
sign-out-title = Sign out { $account }?
sign-out-body = The session ends at { $host }, and { -app } forgets this account. The account itself stays.
sign-out-anonymous = There is no way to sign in to this account again. It ends with this session.
sign-out-doing = Signing out…
toast-signed-in = Signed in as { $account }.
toast-signed-in-nameless = You are signed in.
toast-stepped-up = Thank you, { $account } is confirmed.
toast-back-passkey = You are back. Your sign-in methods are read anew.
toast-connected = Your { $name } account is connected.
toast-signed-out = Signed out { $account }.
toast-signed-out-unrevoked = Signed out { $account } here. { $host } could not be told; the session there ends by itself.

delete-title = Delete account
delete-lead = Ends your account at { $name } for good.
delete-none = This account cannot be deleted here.
delete-open = Delete account…
delete-ask = Delete { $account }?
delete-body = This cannot be taken back, not even by { $name }. You lose:
delete-loses-profile = your profile at { $name }, and what is kept there for you
delete-loses-ways = every way to sign in to it
delete-loses-sessions = every session and every access token
delete-stays = Your accounts elsewhere stay, also those that are linked.
delete-type = Type { $account } to confirm
delete-mismatch = Type { $account } exactly.
delete-confirm = Delete account
deleting = Deleting…
farewell-title = Your account was deleted
farewell-lead = { $account } no longer exists at { $name }.
farewell-here = { -app } has forgotten it, too.
farewell-soon = What was open elsewhere may go on for some minutes, and then ends by itself.
farewell-thanks = Goodbye, and take care.
farewell-done = Go to the start

everywhere-title = Sign out everywhere
everywhere-lead = Ends every session and every access token of this account, this one too.
everywhere-open = Sign out everywhere…
everywhere-ask = Sign out everywhere?
everywhere-body = Every session of { $account } ends at { $name }, this one too. Every access token stops working, so programs that use one have to be given another.
everywhere-changed = Whoever signed in with your old password still is. You can end that now.
everywhere-confirm = Sign out everywhere
everywhere-doing = Signing out…
everywhere-done = { $account } is signed out everywhere.
access-runs-out = What is open there may go on for some minutes, until its access runs out.

## Settings

settings-title = Settings
settings-appearance = Appearance
settings-theme = Theme
theme-system = System
theme-light = Light
theme-dark = Dark
settings-language = Language
language-system = Same as the system
settings-sign-in = Signing in
settings-redirect = Way back from the browser
redirect-scheme = App link
redirect-scheme-hint = The browser opens { -app } by itself. Best for most people.
redirect-loopback = Local address
redirect-loopback-hint = The browser calls { -app } on this computer. Choose it when app links do not work.
settings-redirect-hint = For new connections and sign-ins. The provider has to allow the address.
settings-secrets = Secrets on the screen
settings-cover = When to cover keys and recovery codes
cover-idle = When nobody stirs
cover-idle-hint = After a minute, or half a minute in another window. Apps on this computer can read a QR code off the screen.
cover-away = As soon as I am away
cover-away-hint = At once when you work in another window, and when nobody stirs.
settings-connections = Connections
settings-connections-count =
    { $count ->
        [0] None yet
        [one] One connection
       *[other] { $count } connections
    }
settings-connections-open = Manage connections
settings-about = About
about-version = Version
about-system = System
about-vault = Sessions are kept in
about-vault-closed = Nowhere at the moment
about-data = Files
about-preset = Connections of your organisation
about-log = Log
settings-reset = Start over
settings-reset-lead = Signs out every account and deletes all files of { -app } on this computer.
reset-action = Reset { -app }…
reset-title = Reset { -app }?
reset-body =
    { $count ->
        [0] All connections you added and all settings are deleted.
        [one] One account is signed out. All connections you added and all settings are deleted.
       *[other] { $count } accounts are signed out. All connections you added and all settings are deleted.
    }
reset-type = Type { $word } to confirm
reset-word = reset
reset-mismatch = Type { $word } exactly.
reset-confirm = Reset everything
resetting = Resetting…
reset-done = { -app } was reset.

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
removing = Removing…
connection-removed = { $name } was removed.

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
invalid-does-not-match = This is not what you were asked to type.

## What went wrong

error-not-found = This is no longer here. Someone may have removed it.
error-signed-out = This session has ended. Sign in again to go on.
error-cancelled = Sign-in was cancelled. Nothing was changed.
error-offline = { -app } cannot reach { $host }. Check your internet connection and try again.
error-tls = The connection to { $host } is not secure, so it was not used. Check the address and this computer’s clock.
error-timed-out = The answer from { $host } took too long. Try again in a moment.
error-rate-limited = You asked the provider too often. It wants you to wait a little.
error-misconfigured = The provider is set up in a way that cannot work. Send the reference to the owner of this connection.
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

## When the app itself does not start

core-failed-title = { -app } does not answer

## Words on the screens of an account

action-close = Close
action-edit = Edit
action-edit-what = Edit { $what }
saving = Saving…
send-again-in = Send again in { $time }
action-continue = Continue
action-done = Done
action-print = Print
action-save = Save
checking = Checking…
nav-overview = Overview
nav-methods = Sign-in methods
nav-sessions = Sessions
nav-linked = Linked accounts
nav-connected = Connected accounts
nav-tokens = Access tokens
secret-show-again = Show it again

## Kinds of sign-in methods

kind-password = Password
kind-password-about = Something only you know.
kind-passkey = Passkey
kind-passkey-about = Signs you in with your fingerprint, face, or device PIN. No false page can steal it.
kind-security-key = Security key
kind-totp = Authenticator app
kind-totp-about = Shows a new code every half minute. Works without a network.
kind-phone = Phone
kind-phone-about = Sends you a code by text message, or calls you.
kind-email = E-mail
kind-email-about = Sends you a code by e-mail.
kind-push = Push notification
kind-push-about = Asks you in the provider’s own app. You approve with one tap.
kind-recovery-code = Recovery code
kind-recovery-code-about = A code on paper for the day everything else is lost.
kind-other = Another method
kind-other-about = This version of { -app } can show it, but not change it.
passkey-synced = On your devices
passkey-on-key = On a security key
passkey-on-device = On one device
passkey-of = { $maker } passkey
phone-way = Codes arrive by
phone-way-sms = Text message
phone-way-voice = Phone call
phone-way-set = Codes now arrive by: { $way }.

## Sign-in methods

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
add-passkey-elsewhere = { -app } cannot add a passkey yet. Your provider’s own page may offer it.
add-hand-off = { $provider } offers it on its own page.
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
way-alone = With { $steps }
way-two = With { $first }, then { $second }
step-mailbox = a message to your e-mail address
step-other-account = your account elsewhere

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
add-starting = Asking the provider…
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
totp-next-code =
    { $seconds ->
        [one] A new code appears in { $seconds } second.
       *[other] A new code appears in { $seconds } seconds.
    }
totp-computer-ahead = This computer’s clock is about { $seconds } seconds fast. Codes count by your provider’s clock, so only your phone’s matters.
totp-computer-behind = This computer’s clock is about { $seconds } seconds slow. Codes count by your provider’s clock, so only your phone’s matters.
check-title = Check a picture of a code
check-lead = Drop a picture here, paste one, or choose a file. { -app } reads it on this computer and sends it nowhere.
check-choose = Choose a picture
check-reading = Reading the picture…
check-result = What the code says
check-same = It is the code on the screen: an app that reads it shows the right numbers.
check-other-settings = The key is the one on the screen, but the app would show other numbers. Scan the code on the screen instead.
check-other-key = It is another key than the one on the screen. An app that reads it shows numbers that do not count here.
check-not-compared = Whether it is the key of this app cannot be told: { -app } does not keep keys.
check-short-key = Its key has only { $bits } bits.
check-two-issuers = It names two issuers: { $label } and { $parameter }.
check-other-issuer = It names another issuer than expected.
check-other-account = It names another account than expected.
field-code = Code
code-hint-totp = The number that your app shows now
code-hint-phone = From the message or call you get now
code-hint-email = From the e-mail you get now. Look into the spam folder, too.
code-again = Send another code
code-submit = Confirm
field-country = Country
field-phone = Phone number
address-phone-next = You get a code at this number. Your operator may charge for it.
address-email-next = You get a code at this address.
send-code = Send code
sending-code = Sending…
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
push-waiting = Waiting for you to approve. { -app } asks the provider now and then.
push-stopped = { -app } no longer asks by itself. Approve in the app, then say so here.
push-approved = I approved it
recovery-title = Keep this code
recovery-lead = It lets you in when everything else is lost. It is shown only now, so copy or print it.
recovery-replaces = It counts as soon as you say that you saved it. An older code stops working then.
recovery-paper-title = Recovery code
recovery-paper = For { $account } at { $name } ({ $host }), { $date }
recovery-paper-how = Keep it where you keep important papers. It works once. Show it to nobody.
recovery-saved = I have saved it in a safe place
recovery-save-first = Save the code first, then tick the box.
recovery-done = Done
recovery-cancel = Discard this code
recovery-save = Save as text
recovery-file = Recovery code of { $account }
recovery-added = Your recovery code counts from now on.
field-new-password = New password
rules-label = Rules
rule-met = kept
rule-broken = not kept yet
rule-by-provider = your provider checks this
rule-min-length = At least { $characters } characters
rule-max-length = At most { $length } characters
rule-max-bytes = At most { $length } bytes; letters with accents count twice
rule-characters = At least { $needed } of these: { $kinds }
rule-characters-all = Contains { $kinds }
rule-no-identical = No more than two of the same character in a row
rule-no-sequential = No runs such as abc or 123
rule-no-profile-data = No part of your name or e-mail address
rule-not-earlier =
    { $passwords ->
        [one] Not your last password
       *[other] Not one of your last { $passwords } passwords
    }
rule-not-common = Not a password that many people use
characters-uppercase = capital letters
characters-lowercase = small letters
characters-number = numbers
characters-special = special characters
password-next = You sign in with it from now on. Other sessions may end.
password-submit = Change password
password-changed = Your password was changed.

everywhere-not-now = Not now
reset-mail-lead = Rather choose it on a page of the provider? A link to it comes by mail.
reset-mail-send = Send me a link
reset-mail-sent = A link to choose a new password is on its way to { $email }.

## What is done, for the confirmation sheet

doing-edit = To change your profile
doing-email = To change your e-mail address to { $email }
doing-delete = To delete your account
doing-everywhere = To sign out everywhere
doing-end-session = To end a session
doing-end-others = To end all other sessions
doing-create-token = To create the access token { $name }
doing-revoke = To revoke the access token { $name }
doing-unlink = To unlink { $name }
doing-add = To add: { $kind }
doing-rename = To rename { $name }
doing-remove = To remove { $name }
doing-discard = To discard: { $kind }
doing-phone-way = To change how codes reach { $name }
doing-connect = To connect { $name }
doing-disconnect = To disconnect { $name }
step-up-title = Confirm that it is you
step-up-kept = Nothing you typed is lost. { -app } goes on when you are back.
step-up-kept-here = Nothing you typed is lost. { -app } goes on right after it.
step-up-go = Confirm
step-up-not-here = { -app } cannot ask for your passkey here. Nothing was changed.

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

## Sessions

sessions-title = Sessions
sessions-lead = Where you are signed in to this account.
sessions-refreshed = Sessions are up to date.
sessions-list = Signed in
sessions-none = Your sessions cannot be listed here. There may be others all the same.
sessions-unread = Your sessions could not be read yet. Nothing was ended.
sessions-empty = { $provider } lists no session of this account.
sessions-alone = You are signed in nowhere else.
sessions-no-device = { $provider } tells when a session began, but not on which device or where.
session-this = This app
session-this-mark = You are here
session-other = Another session
session-began = Began
session-ends = ends, if unused,
session-ended = ended
session-end = End
session-end-what = End the session that began { $time }
session-end-unknown = End a session
session-end-ask = End the session that began { $time }?
session-end-ask-unknown = End this session?
session-end-body = Whoever uses it is signed out there, and has to sign in again.
session-end-tokens = Access tokens go on working.
session-end-confirm = End session
session-ending = Ending…
session-ended-toast = The session was ended.
sessions-end-others = End all others…
sessions-end-others-ask =
    { $count ->
        [one] End the other session?
       *[other] End all { $count } other sessions?
    }
sessions-end-others-body = Everybody is signed out but this app.
sessions-end-others-confirm = End all others
sessions-others-ended =
    { $count ->
        [0] There was no other session.
        [one] One session was ended.
       *[other] { $count } sessions were ended.
    }

## Access tokens

tokens-title = Access tokens
tokens-lead = For your own programs. A token signs in as you, without your password and without a second step.
tokens-refreshed = Access tokens are up to date.
tokens-list = Your tokens
tokens-none = Access tokens cannot be made or listed here.
tokens-unread = Your access tokens could not be read yet. They go on working.
tokens-empty = You have none. Create one when a program of yours needs to sign in as you.
token-unnamed = Without a name
token-created = Created
token-ends = ends
token-ended = ended
token-over = No longer valid
token-fresh = New
token-create = Create token
token-new-title = New access token
token-name-hint = So that you know it again, such as “Backup at home”
token-ends-label = Ends after
token-days-30 = 30 days
token-days-90 = 90 days
token-year = 1 year
token-own-day = Your own date
field-token-day = Last day
token-day-hint = Write it as year, month, and day, such as { $example }.
token-day-far = Choose an earlier day.
token-ends-on = Ends on { $day }.
token-creating = Creating…
token-made-title = Keep this token
token-made-lead = It is shown only now, so copy it into your program or password manager.
token-made-warning = Whoever has it can sign in as you until { $day }. Show it to nobody.
token-what = the access token
token-saved = I have saved it
token-save-first = Save the token first, then tick the box.
token-done = Done
token-revoke = Revoke
token-revoke-what = Revoke { $name }
token-revoke-ask = Revoke { $name }?
token-revoke-body = Programs that use it cannot sign in any more. This cannot be taken back.
token-revoke-sessions = Sessions that it began go on. You can end them under Sessions.
token-revoke-confirm = Revoke token
token-revoking = Revoking…
token-revoked = { $name } was revoked.
token-made-toast = { $name } was created.

## Linked accounts

linked-title = Linked accounts
linked-lead = Accounts elsewhere by which you can sign in to this one.
linked-refreshed = Linked accounts are up to date.
linked-list = Linked
linked-none = Linked accounts cannot be listed here. There may be some all the same.
linked-unread = Your linked accounts could not be read yet. Nothing was changed.
linked-empty = None yet. You sign in to this account in other ways.
linked-since = Linked
linked-unlink = Unlink
linked-unlink-what = Unlink { $name }
unlink-ask = Unlink { $name }?
unlink-body = You can no longer sign in to this account with { $name }. You can link it again.
unlink-there = At { $name } nothing changes.
unlink-not = { $name } has to stay for now
unlink-others = See your sign-in methods
unlink-confirm = Unlink { $name }
unlinking = Unlinking…
toast-unlinked = { $name } was unlinked.

## Overview

overview-title = Overview
overview-lead = How safe this account is, and what would help.
overview-refreshed = The overview is up to date.
overview-unread = How safe this account is cannot be said before its sign-in methods are read.
overview-merits = What protects you
level-unknown = Not known yet
level-unknown-lead = The provider has not told enough to say how safe this account is.
level-weak = Weak
level-weak-lead = One mistake is enough for somebody else to get in.
level-fair = Fair
level-fair-lead = It keeps most people out, but there is a gap.
level-good = Good
level-good-lead = It is well protected.
level-strong = Strong
level-strong-lead = It withstands false pages and a lost device.
weakness-password-alone = A password alone opens this account.
weakness-message-alone = A code by message alone opens this account.
weakness-only-messages = The second step is messages only. They can be intercepted.
weakness-locked-out-by = Without { $loss } you would be locked out.
weakness-no-passkey = Nothing here withstands a false sign-in page. A passkey would.
weakness-unverified-email = Your e-mail address is not verified, so it cannot help you back in.
weakness-unfinished = One method is unfinished and does not protect you.
help-add-second-factor = Add a second step
help-add-passkey = Add a passkey
help-add-authenticator = Add an authenticator app
help-create-recovery-code = Create a recovery code
help-add-elsewhere = Add another way in
help-verify-email = Verify your address
help-finish-or-discard = Finish or discard
merit-passkey = A passkey or security key withstands false pages.
merit-second-step = A second step is asked for after the first.
merit-recovery-code = A recovery code lets you back in.
merit-mailbox = A message to your verified address helps you back in.
merit-survives-every-loss = No single loss locks you out.
loss-password = your password
loss-phone = your phone
loss-computer = this computer
loss-mailbox = your mailbox
loss-paper = your recovery code
loss-factor = one of your keys
forecast-title = If you lose something
forecast-lead = How you would still get in.
forecast-without = Without { $loss }
forecast-locked-out = You would be locked out.

## Passkeys: adding, signing in

passkey-about = A passkey signs you in with your finger, your face or a PIN instead of a password. No false page can steal it.
passkey-about-keep = It is kept by your computer, your phone or a security key. The provider only gets a part that is no secret.
passkey-where = Where to keep it
passkey-with = What to use
passkey-added-title = Passkey added
passkey-added-devices = You can sign in with it on all devices that share your passkeys.
passkey-added-key = You can sign in with it wherever you plug in this key. Add a second passkey elsewhere, in case you lose the key.
passkey-added-device = You can sign in with it on this one device. Add a second passkey elsewhere, in case you lose the device.
passkey-added-unknown = You can sign in with it from now on.
passkey-added-maker = It is kept by { $maker }.
passkey-name-hint = So that you know it again, such as “Blue key”
passkey-email-hint = Some keys do not remember whose they are. With your e-mail address they can be asked.
sign-in-passkey = Sign in with a passkey
sign-up-passkey = Create an account with a passkey
passkey-mail-sent = { $name } sends a message to { $email }. Open the link in it, then sign in here.
sign-up-passkey-change = Change what I typed
hand-off-lead = At { $host } passkeys are added on the provider’s own page. Your browser opens there.
hand-off-looking = You are back. Looking at your sign-in methods…
hand-off-again = Open the page again
hand-off-nothing-title = No passkey was added
hand-off-nothing = There is no new passkey in your account. Nothing was changed; you can add one at any time.
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

loose-passkey-title = A passkey may be left over
loose-passkey = A passkey was begun and not finished. There may be one on your security key or in your password manager that opens nothing. Delete it there.
loose-passkey-done = I looked

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

## Security keys

keys-title = Security keys
keys-about = Set or change the PIN of a key, and see which passkeys of this account are on it.
keys-open = Look after a key
keys-lead = Look after the key in your hand: its PIN, and the passkeys of this account on it.
keys-elsewhere = On this computer your system looks after security keys. You find it in the system’s settings, where you set how you sign in.
key-pin = PIN
key-pin-lead = The PIN protects the passkeys on a key. It is kept on the key and nowhere else.
key-pin-change = Set or change the PIN
key-pin-changed = Your key has its new PIN.
key-passkeys = Passkeys on a key
key-passkeys-lead = Shows the passkeys for { $host } on the key you plug in. Those of other sites are not read.
key-read = See what is on a key
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
factor-removed-title = { $name } was removed
removed-still-on-key = Your account no longer takes it, but it still uses up room on the key. Delete it there too.
removed-perhaps-on-key = Your account no longer takes it. If it is on a security key, delete it there too; otherwise, delete it in your password manager.
removed-later = Not now
removed-delete-now = Delete it on the key now
