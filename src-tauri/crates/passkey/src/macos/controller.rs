//! `ASAuthorizationController`, which lives on the main thread and answers a delegate.
#![expect(unsafe_code, reason = "macOS offers an Objective-C interface only")]

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    ptr,
};

use dispatch2::DispatchQueue;
use objc2::{
    AllocAnyThread, DefinedClass, MainThreadMarker, MainThreadOnly, define_class, msg_send,
    rc::Retained,
    runtime::{AnyObject, NSObjectProtocol, ProtocolObject},
};
use objc2_app_kit::NSWindow;
use objc2_authentication_services::{
    ASAuthorization, ASAuthorizationController, ASAuthorizationControllerDelegate,
    ASAuthorizationControllerPresentationContextProviding,
    ASAuthorizationPlatformPublicKeyCredentialAssertion,
    ASAuthorizationPlatformPublicKeyCredentialDescriptor,
    ASAuthorizationPlatformPublicKeyCredentialProvider,
    ASAuthorizationPlatformPublicKeyCredentialRegistration,
    ASAuthorizationPublicKeyCredentialAssertion,
    ASAuthorizationPublicKeyCredentialAssertionRequest,
    ASAuthorizationPublicKeyCredentialRegistration,
    ASAuthorizationPublicKeyCredentialRegistrationRequest, ASAuthorizationRequest,
    ASPublicKeyCredential,
};
use objc2_foundation::{NSArray, NSData, NSError, NSObject, NSString};
use tokio::sync::oneshot;

use crate::{
    CreationOptions, Error, RequestOptions, UserVerification, Window, options::Descriptor,
};

/// What the system is asked.
pub(super) enum Question {
    Create(CreationOptions),
    Get(RequestOptions),
}

/// What it answered.
pub(super) enum Answered {
    Created {
        client_data: Vec<u8>,
        attestation_object: Vec<u8>,
    },
    Signed {
        credential_id: Vec<u8>,
        client_data: Vec<u8>,
        authenticator_data: Vec<u8>,
        signature: Vec<u8>,
        user_handle: Vec<u8>,
    },
}

type Answer = oneshot::Sender<Result<Answered, Error>>;

thread_local! {
    /// The controllers and delegates that are at work; the system keeps neither alive. On the main thread only.
    static OPEN: RefCell<HashMap<u64, (Retained<ASAuthorizationController>, Retained<Delegate>)>> =
        RefCell::default();
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// A dialog of the system; closed when it is dropped.
pub(super) struct Dialog {
    closed: Option<oneshot::Sender<()>>,
}

impl Dialog {
    /// Opens it on the main thread, above this window.
    pub(super) fn open(question: Question, window: Window, answer: Answer) -> Self {
        let (closed, closing) = oneshot::channel();
        let (opened, number) = oneshot::channel();
        DispatchQueue::main().exec_async(move || {
            if let Some(main) = MainThreadMarker::new() {
                let _unheard = opened.send(show(main, &question, &window, answer));
            }
        });
        tokio::spawn(async move {
            let number = number.await;
            // Ends with the dialog's owner, by a message or without one.
            drop(closing.await);
            if let Ok(Some(number)) = number {
                DispatchQueue::main().exec_async(move || close(number));
            }
        });

        Self {
            closed: Some(closed),
        }
    }
}

impl Drop for Dialog {
    fn drop(&mut self) {
        drop(self.closed.take());
    }
}

fn close(number: u64) {
    let open = OPEN.with_borrow_mut(|open| open.remove(&number));
    if let Some((controller, _delegate)) = open {
        // SAFETY: on the main thread; it does nothing when the dialog is gone.
        unsafe { controller.cancel() };
    }
}

fn show(
    main: MainThreadMarker,
    question: &Question,
    window: &Window,
    answer: Answer,
) -> Option<u64> {
    let window: *mut NSWindow = ptr::with_exposed_provenance_mut(window()?);
    // SAFETY: the program vouches that this is the address of its window now, and windows are closed on this thread
    // only.
    let window = unsafe { Retained::retain(window) }?;
    let delegate = Delegate::new(main, answer, window);
    // SAFETY: on the main thread, with objects that live in the table until the dialog is closed.
    unsafe {
        let requests = NSArray::from_retained_slice(&[request(question)]);
        let controller = ASAuthorizationController::initWithAuthorizationRequests(
            ASAuthorizationController::alloc(),
            &requests,
        );
        controller.setDelegate(Some(ProtocolObject::from_ref(&*delegate)));
        controller.setPresentationContextProvider(Some(ProtocolObject::from_ref(&*delegate)));
        controller.performRequests();
        let number = NEXT.get();
        NEXT.set(number + 1);
        OPEN.with_borrow_mut(|open| open.insert(number, (controller, delegate)));

        Some(number)
    }
}

/// # Safety
///
/// On the main thread.
unsafe fn request(question: &Question) -> Retained<ASAuthorizationRequest> {
    // SAFETY: plain constructors and setters; every object is alive for its call.
    unsafe {
        match question {
            Question::Create(options) => {
                let request = provider(options.relying_party.id())
                    .createCredentialRegistrationRequestWithChallenge_name_userID(
                        &NSData::with_bytes(&options.challenge),
                        &NSString::from_str(&options.user_name),
                        &NSData::with_bytes(&options.user_id),
                    );
                request.setDisplayName(Some(&NSString::from_str(&options.user_display_name)));
                request.setUserVerificationPreference(&preference(options.user_verification));

                Retained::into_super(request)
            }
            Question::Get(options) => {
                let request = provider(options.relying_party.id())
                    .createCredentialAssertionRequestWithChallenge(&NSData::with_bytes(
                        &options.challenge,
                    ));
                let allowed: Vec<_> = options.allow.iter().map(|it| descriptor(it)).collect();
                request.setAllowedCredentials(&NSArray::from_retained_slice(&allowed));
                request.setUserVerificationPreference(&preference(options.user_verification));

                Retained::into_super(request)
            }
        }
    }
}

unsafe fn provider(id: &str) -> Retained<ASAuthorizationPlatformPublicKeyCredentialProvider> {
    // SAFETY: a plain constructor.
    unsafe {
        ASAuthorizationPlatformPublicKeyCredentialProvider::initWithRelyingPartyIdentifier(
            ASAuthorizationPlatformPublicKeyCredentialProvider::alloc(),
            &NSString::from_str(id),
        )
    }
}

unsafe fn descriptor(
    descriptor: &Descriptor,
) -> Retained<ASAuthorizationPlatformPublicKeyCredentialDescriptor> {
    // SAFETY: a plain constructor.
    unsafe {
        ASAuthorizationPlatformPublicKeyCredentialDescriptor::initWithCredentialID(
            ASAuthorizationPlatformPublicKeyCredentialDescriptor::alloc(),
            &NSData::with_bytes(&descriptor.id),
        )
    }
}

/// The values of Apple's constants, which are the words of the standard (WebAuthn Level 3 §5.8.6).
fn preference(wanted: UserVerification) -> Retained<NSString> {
    NSString::from_str(match wanted {
        UserVerification::Required => "required",
        UserVerification::Preferred => "preferred",
        UserVerification::Discouraged => "discouraged",
    })
}

/// What the delegate holds: the way back, and the window that the dialog belongs to.
struct Held {
    answer: RefCell<Option<Answer>>,
    window: Retained<NSWindow>,
}

define_class!(
    // SAFETY: `NSObject` asks nothing of its subclasses, and this one has no `Drop`.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Held]
    struct Delegate;

    // SAFETY: nothing to uphold.
    unsafe impl NSObjectProtocol for Delegate {}

    // SAFETY: the methods have the types of the protocol.
    unsafe impl ASAuthorizationControllerDelegate for Delegate {
        #[unsafe(method(authorizationController:didCompleteWithAuthorization:))]
        fn completed(&self, _: &ASAuthorizationController, authorization: &ASAuthorization) {
            // SAFETY: a plain getter.
            let credential = unsafe { authorization.credential() };
            let credential: &AnyObject = (*credential).as_ref();
            self.answer(answered(credential).ok_or(Error::NotSupported));
        }

        #[unsafe(method(authorizationController:didCompleteWithError:))]
        fn failed(&self, _: &ASAuthorizationController, error: &NSError) {
            self.answer(Err(meaning(error.code())));
        }
    }

    // SAFETY: the method has the type of the protocol.
    unsafe impl ASAuthorizationControllerPresentationContextProviding for Delegate {
        #[unsafe(method_id(presentationAnchorForAuthorizationController:))]
        fn anchor(&self, _: &ASAuthorizationController) -> Retained<NSWindow> {
            self.ivars().window.clone()
        }
    }
);

impl Delegate {
    fn new(main: MainThreadMarker, answer: Answer, window: Retained<NSWindow>) -> Retained<Self> {
        let this = Self::alloc(main).set_ivars(Held {
            answer: RefCell::new(Some(answer)),
            window,
        });

        // SAFETY: the initialiser of `NSObject`.
        unsafe { msg_send![super(this), init] }
    }

    fn answer(&self, answered: Result<Answered, Error>) {
        if let Some(answer) = self.ivars().answer.take() {
            drop(answer.send(answered));
        }
    }
}

fn answered(credential: &AnyObject) -> Option<Answered> {
    // SAFETY: plain getters.
    unsafe {
        if let Some(made) =
            credential.downcast_ref::<ASAuthorizationPlatformPublicKeyCredentialRegistration>()
        {
            return Some(Answered::Created {
                client_data: made.rawClientDataJSON().to_vec(),
                attestation_object: made.rawAttestationObject()?.to_vec(),
            });
        }
        let signed =
            credential.downcast_ref::<ASAuthorizationPlatformPublicKeyCredentialAssertion>()?;

        Some(Answered::Signed {
            credential_id: signed.credentialID().to_vec(),
            client_data: signed.rawClientDataJSON().to_vec(),
            authenticator_data: signed.rawAuthenticatorData().to_vec(),
            signature: signed.signature().to_vec(),
            user_handle: signed.userID().to_vec(),
        })
    }
}

/// Apple's `ASAuthorizationError.Code`.
const MEANINGS: [(isize, Error); 4] = [
    (1001, Error::Cancelled),
    // "Failed": among others, an app that is not associated with the domain.
    (1004, Error::NotSupported),
    (1005, Error::Denied),
    // "Matched excluded credential", since macOS 15.
    (1006, Error::AlreadyRegistered),
];

fn meaning(code: isize) -> Error {
    MEANINGS
        .into_iter()
        .find(|(known, _)| *known == code)
        .map_or_else(
            || Error::Platform(u32::try_from(code).unwrap_or(u32::MAX)),
            |(_, error)| error,
        )
}
