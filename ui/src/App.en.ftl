# The texts of Latchkey in English. Sentence case; short; says what happens next.
# Here stands what the first screens say, and what screens of several areas say in the same words.

-app = Latchkey
# The system's own place for secrets; one word for it everywhere.
-vault = keychain

app-name = { -app }
title-screen = { $screen } – { -app }

## The frame around every screen

nav-label = Main
action-menu = Menu
nav-overview = Overview
nav-profile = Profile
nav-methods = Sign-in methods
nav-sessions = Sessions
nav-linked = Linked accounts
nav-connected = Connected accounts
nav-tokens = Access tokens
nav-settings = Settings
switcher-label = Account:
switcher-heading = Accounts
account-add = Add an account
account-until-exit = Until you close { -app }
notices-label = Notices
core-failed-title = { -app } does not answer

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

## Where sign-ins are kept

vault-ready-now = Your { -vault } is open.
vault-keep-until-exit = Sign in until I close { -app }
vault-kept-until-exit = Sign-ins are kept until you close { -app }, and then forgotten.
vault-keep-undo = Use the { -vault } after all
action-unlock = Unlock

## What every screen says in the same words

action-back = Back
action-cancel = Cancel
action-close = Close
saving = Saving…
checking = Checking…
loading = Loading
action-details = Details
action-dismiss = Dismiss
action-dismiss-what = Dismiss: { $what }
action-retry = Try again
reference-label = Reference
rate-limited-left = You can try again in { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    }.
rate-limited-over = You can try again now.
opens-browser = opens your browser

## Copying

action-copy = Copy
action-copy-what = Copy { $what }
copied = Copied
copied-what = Copied: { $what }
copied-secret = Copied: { $what }. The clipboard is emptied in { $seconds } seconds.
copied-until = Gone from the clipboard in { $seconds } seconds
copy-failed = Could not copy. Select the text and copy it yourself.
secret-show-again = Show it again

## Fields of several screens

field-name = Name
field-email = E-mail
password-show = Show password
invalid-not-digits = This code has digits only.
field-code = Code
field-country = Country
field-phone = Phone number

## Codes and requests that are sent

code-again = Send another code
address-phone-next = You get a code at this number. Your operator may charge for it.
address-email-next = You get a code at this address.
send-code = Send code
sending-code = Sending…

## Passkeys

passkey-about = A passkey signs you in with your finger, your face or a PIN instead of a password. No false page can steal it.

## Where one screen leads to another

callback-address = Callback address
keep-title = Keep this account
profile-missing = This account is no longer here.
profile-missing-action = Go to the start
everywhere-done = { $account } is signed out everywhere.
settings-title = Settings
redirect-scheme = App link
redirect-scheme-hint = The browser opens { -app } by itself. Best for most people.
redirect-loopback = Local address
redirect-loopback-hint = The browser calls { -app } on this computer. Choose it when app links do not work.
settings-connections-open = Manage connections
reset-type = Type “{ $word }” to confirm
reset-mismatch = Type “{ $word }” exactly.
removing = Removing…
doing-delete = To delete your account
doing-everywhere = To sign out everywhere

## Ways to sign in

way-email-code = Code by e-mail
way-sms-code = Code by text message
way-email-link = Link by e-mail
way-device-code = Code on another device
way-access-token = Personal access token
way-anonymous = Without an account
sign-in-passkey = Sign in with a passkey
sign-up-passkey = Create an account with a passkey
