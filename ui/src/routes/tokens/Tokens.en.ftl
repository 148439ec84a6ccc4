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

## What is done, for the confirmation sheet

doing-create-token = To create the access token { $name }
doing-revoke = To revoke the access token { $name }
