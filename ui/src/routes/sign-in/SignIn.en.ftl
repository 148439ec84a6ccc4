## Sign in

vault-choose-first = First choose how your sign-in is kept.
sign-in-title = Sign in to { $name }
sign-in-again-title = Sign in again
sign-in-again-as = As { $account } at { $name }
sign-in-browser-lead = Your browser opens at { $host }. You sign in there and come back here by yourself.
sign-up-browser = Create an account
sign-in-browser-or = or
sign-in-password-title = With e-mail and password
sign-up-password-title = Create an account
field-display-name = Your name
field-optional = optional
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
way-email-code-about = You get a code and type it here.
way-sms-code-about = You get a code on your phone and type it here.
way-email-link-about = You get a link and paste it here.
way-device-code-about = Sign in on your phone, or on a computer where you are signed in already.
way-access-token-about = For accounts that you made a token for.
way-anonymous-about = Try it first. You can keep the account later.
way-password-reset = I forgot my password
way-password-reset-about = You get a link to choose a new one.

email-code-title = Sign in with a code by e-mail
sms-code-title = Sign in with a code by text message
sent-code-title = Type the code
sent-code-lead = We sent a code to { $to }.
sent-code-hint = Type or paste it. Spaces do not matter.
code-sent-again = Another code is on its way. The first one no longer works.

email-link-title = Sign in with a link by e-mail
email-link-next = You get a link at this address. Copy it from the message and paste it here.
send-link = Send link
paste-link = Link from the message
paste-link-hint = Do not open the link. Copy its address with a right click or a long press, and paste it here.
mail-sent-title = Check your mail
mail-sent-link = If { $email } can sign in here, a message with a link is on its way. Paste the link here to sign in.
mail-sent-verify = We sent a message to { $email }. Paste its link here to confirm your address and sign in, or open it and sign in afterwards.
mail-sent-unverified = { $email } is not confirmed yet. Paste the link from the message you were sent to confirm it and sign in, or open it and sign in afterwards.
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

## With an account elsewhere

providers-label = Sign in with an account elsewhere
provider-continue = Continue with { $provider }

## Passkeys

passkey-email-hint = Some keys do not remember whose they are. With your e-mail address they can be asked.
sign-up-passkey-change = Change what I typed

## Fields of several of these ways

field-password = Password
field-new-password-hint = A long one that you use nowhere else
advice-label = What makes it a good one
resend-in = in { $time }
