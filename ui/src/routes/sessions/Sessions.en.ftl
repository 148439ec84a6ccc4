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

## Everywhere at once

everywhere-title = Sign out everywhere
everywhere-lead = Ends every session and every access token of this account, this one too.
everywhere-open = Sign out everywhere…

## What is done, for the confirmation sheet

doing-end-session = To end a session
doing-end-others = To end all other sessions
