//! The routes of a function: where each handler is reached, and what its documentation says that a request brings.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter};
use utoipa::Path;
use utoipa::openapi::HttpMethod;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};

use crate::app::App;
use crate::http::body;

/// Handlers with their places.
#[derive(Default)]
pub struct Routes(Vec<Route>);

struct Route {
    path: String,
    method: Method,
    handler: MethodRouter<Arc<App>>,
    operation: fn() -> Operation,
}

/// What is to be known of the routes before their handlers run, by path.
pub(super) struct Catalogue(HashMap<String, Vec<Documented>>);

/// A route whose documentation is read when the first request comes for it: at the start, a function would read it for
/// all of them.
struct Documented {
    method: Method,
    operation: fn() -> Operation,
    takes: OnceLock<Takes>,
}

/// What a request for a route brings.
pub(super) struct Takes {
    pub(super) parameters: bool,
    pub(super) body: bool,
    /// How many bytes a body has at most.
    pub(super) largest: usize,
    /// Whether anybody may call: then there is nobody to find out first.
    pub(super) is_public: bool,
}

/// The routes of a function, from a list of its handlers. There are two of them: `routes`, which is served, and
/// `documented`, which only tests and the local system call, so that no function in Lambda makes or holds the document.
#[macro_export]
macro_rules! routes {
    ($($module:ident::$handler:ident),+ $(,)?) => {
        /// The routes.
        pub fn routes() -> $crate::service::Routes {
            $crate::service::utoipa_axum::paste! {
                $crate::service::Routes::default()
                    $(.with::<$module::[<__path_ $handler>], _, _>($module::$handler))+
            }
        }

        /// The routes with their documentation.
        pub fn documented() -> $crate::service::DocumentedRoutes {
            $crate::service::DocumentedRoutes::new()
                $(.routes($crate::service::utoipa_axum::routes!($module::$handler)))+
        }
    };
}

impl Routes {
    /// These, and `handler` where its documentation `P` says.
    #[must_use]
    pub fn with<P: Path, H: Handler<T, Arc<App>>, T: 'static>(mut self, handler: H) -> Self {
        for method in P::methods() {
            let (method, filter) = method_of(&method);
            let handler = MethodRouter::new().on(filter, handler.clone());
            self.0.push(Route { path: P::path(), method, handler, operation: P::operation });
        }
        self
    }

    /// These and `others`.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The handlers, and what is to be known of them.
    pub(super) fn into_parts(self) -> (Router<Arc<App>>, Catalogue) {
        let mut router = Router::new();
        let mut known: HashMap<String, Vec<Documented>> = HashMap::new();
        for Route { path, method, handler, operation } in self.0 {
            router = router.route(&path, handler);
            known.entry(path).or_default().push(Documented { method, operation, takes: OnceLock::new() });
        }
        (router, Catalogue(known))
    }
}

impl Catalogue {
    /// What the route takes that a request is for, if there is one.
    pub(super) fn find(&self, request: &Request) -> Option<&Takes> {
        let path = request.extensions().get::<MatchedPath>()?;
        let route = self.0.get(path.as_str())?.iter().find(|route| route.method == *request.method())?;
        Some(route.takes.get_or_init(|| Takes::of(&(route.operation)())))
    }
}

impl Takes {
    fn of(operation: &Operation) -> Self {
        let in_query = |parameter: &RefOr<Parameter>| match parameter {
            RefOr::T(parameter) => matches!(parameter.parameter_in, ParameterIn::Query),
            RefOr::Ref(_) => false,
        };
        Self {
            parameters: operation.parameters.iter().flatten().any(in_query),
            body: operation.request_body.is_some(),
            largest: body::largest(operation),
            is_public: body::is_public(operation),
        }
    }
}

fn method_of(method: &HttpMethod) -> (Method, MethodFilter) {
    match method {
        HttpMethod::Get => (Method::GET, MethodFilter::GET),
        HttpMethod::Post => (Method::POST, MethodFilter::POST),
        HttpMethod::Put => (Method::PUT, MethodFilter::PUT),
        HttpMethod::Delete => (Method::DELETE, MethodFilter::DELETE),
        HttpMethod::Patch => (Method::PATCH, MethodFilter::PATCH),
        HttpMethod::Options => (Method::OPTIONS, MethodFilter::OPTIONS),
        HttpMethod::Head => (Method::HEAD, MethodFilter::HEAD),
        HttpMethod::Trace => (Method::TRACE, MethodFilter::TRACE),
    }
}
