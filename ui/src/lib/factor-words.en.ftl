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
phone-way-sms = Text message
phone-way-voice = Phone call

## What remains without one

way-alone = With { $steps }
way-two = With { $first }, then { $second }
step-mailbox = a message to your e-mail address
step-other-account = your account elsewhere

## Passwords, and pictures of codes

check-short-key = Its key has only { $bits } bits.
check-two-issuers = It names two issuers: { $label } and { $parameter }.
check-other-issuer = It names another issuer than expected.
check-other-account = It names another account than expected.
field-new-password = New password
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

## What the screens about them say in the same words

password-submit = Change password
add-starting = Asking the provider…
totp-next-code =
    { $seconds ->
        [one] A new code appears in { $seconds } second.
       *[other] A new code appears in { $seconds } seconds.
    }
totp-computer-ahead = This computer’s clock is about { $seconds } seconds fast. Codes count by your provider’s clock, so only your phone’s matters.
totp-computer-behind = This computer’s clock is about { $seconds } seconds slow. Codes count by your provider’s clock, so only your phone’s matters.
push-waiting = Waiting for you to approve. { -app } asks the provider now and then.
push-stopped = { -app } no longer asks by itself. Approve in the app, then say so here.
push-approved = I approved it
keys-title = Security keys
help-create-recovery-code = Create a recovery code
key-read = See what is on a key
