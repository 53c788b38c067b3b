//! Starting, steering and stopping everything.

pub(crate) mod options;
mod probe;
pub(crate) mod random;
pub(crate) mod serve;
mod steering;

use std::sync::Arc;

use usher::app::{App, Aws, Config};
use usher::domain::edge_secret::EdgeSecretHash;
use usher::domain::effects::signature::WebhookSecret;

use crate::aws::bus::Bus;
use crate::aws::bus::webhook::{Webhook, post_all};
use crate::aws::dynamodb::{Engine, delete_table, ensure_table};
use crate::aws::kms::{Kms, Vault};
use crate::aws::ses::Ses;
use crate::aws::ses::events::Events;
use crate::clock::MovableClock;
use crate::clock::scheduler::Scheduler;
use crate::error::Error;
use crate::lambda::functions::{self, Endpoints};
use crate::lambda::gateway::{Gateway, in_front_of};
use crate::lambda::{Function, cors};
use crate::mailbox::Mailbox;
use crate::mailbox::web::MailboxWeb;
use crate::stream::Stream;
use crate::stream::pumps::Pumps;
use crate::stream::writes::Writes;
use crate::system::options::Options;
use crate::system::serve::{Tasks, listen};

/// All of Usher, running. [`System::stop`] ends it in order; dropping it ends it at once.
pub struct System {
    /// The API, without a slash at the end.
    pub api_url: String,
    /// The mailbox and the clock, without a slash at the end.
    pub mailbox_url: String,
    /// What `POST /v1/accounts` wants as a bearer token, in the place of IAM.
    pub operator_token: String,
    /// The DynamoDB that is used.
    pub dynamodb_url: String,
    /// The SES that is used.
    pub ses_url: String,
    /// The KMS that is used.
    pub kms_url: String,
    /// The EventBridge and the Secrets Manager that are used.
    pub bus_url: String,
    /// What signs the events that are posted to a webhook.
    pub webhook_secret: String,
    /// The table that is used.
    pub table: String,
    /// What the functions are told, for a test that builds some of its own.
    pub config: Config,
    /// How the functions reach DynamoDB, SES and KMS.
    pub aws: Aws,
    clock: MovableClock,
    ses: Ses,
    kms: Kms,
    bus: Bus,
    pumps: Pumps,
    scheduler: Scheduler,
    mailer: Function,
    publisher: Function,
    tasks: Tasks,
    engine: Option<Engine>,
    /// Deletes the table when this run made its name up.
    made_table: Option<aws_sdk_dynamodb::Client>,
}

impl System {
    /// Starts everything; when it returns, everything answers.
    ///
    /// # Errors
    /// When a port is taken, or DynamoDB cannot be started, reached or given the table.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let (api, api_url) = listen(options.api_port, "--port").await?;
        let (mailbox_port, mailbox_url) = listen(options.mailbox_port, "--mailbox-port").await?;
        let (ses_port, ses_url) = listen(0, "").await?;
        let (kms_port, kms_url) = listen(0, "").await?;
        let (bus_port, bus_url) = listen(0, "").await?;
        let engine = match options.dynamodb {
            Some(_) => None,
            None => Some(Engine::start(options.data_dir.as_deref()).await?),
        };
        let dynamodb_url =
            engine.as_ref().map(|engine| engine.endpoint.clone()).or(options.dynamodb).unwrap_or_default();
        let own_http = crate::aws::client::http_client(&dynamodb_url)?;
        let kms = Kms::new(Vault::open(options.data_dir.as_deref()).map_err(Error::Keys)?);
        let table = match (&options.table, &engine) {
            (Some(name), _) => name.clone(),
            (None, Some(_)) => "usher".to_owned(),
            (None, None) => format!("usher-local-{}", crate::system::random::hex(6)?),
        };
        let dynamodb = crate::aws::client::dynamodb(&dynamodb_url, own_http.clone());
        let (created, stream_arn) = ensure_table(&dynamodb, &table).await?;
        let made_table = (created && options.table.is_none() && engine.is_none()).then_some(dynamodb);

        let clock = MovableClock::open(options.data_dir.as_deref()).map_err(Error::Clock)?;
        let writes = Writes::new();
        let endpoints = Endpoints {
            table: table.clone(),
            dynamodb: dynamodb_url.clone(),
            ses: ses_url.clone(),
            kms: kms_url.clone(),
            bus: bus_url.clone(),
            has_webhook: options.webhook.is_some(),
            api: api_url.clone(),
            http_client: writes.told_by(options.http_client.unwrap_or_else(|| own_http.clone())),
            mail_rate: options.mail_rate,
            edges: options.edge_secret.iter().map(|secret| EdgeSecretHash::of(secret.as_bytes())).collect(),
            sessions: options.sessions,
            return_origins: options.return_origins,
        };
        let (config, aws) = functions::settings(endpoints);
        let app = App::new(config.clone(), &aws, clock.for_app());
        let mailer = functions::mailer(&app, &aws);
        let (events, queue) = Events::new();
        let mailbox = Mailbox::default();
        let ses = Ses::new(mailbox.clone(), events.clone(), clock.clone());
        let secret = webhook_secret(options.webhook_secret.as_deref())?;
        let (webhook, posted) = Webhook::new();
        let signed = (options.webhook.is_some().then_some(webhook), secret.clone());
        let bus = Bus::new(events.clone(), signed, clock.clone());
        let publisher = functions::events(&app, &aws);
        let pumps = Pumps::new(|name| if name == "events" { publisher.clone() } else { mailer.clone() }, &writes);
        let scheduler = Scheduler::new(clock.clone(), functions::sweeper(&app, &aws), options.scheduler);
        let operator_token = format!("operator_{}", crate::system::random::hex(20)?);
        let routes = functions::ROUTE_KEYS.clone();
        let operators = functions::OPERATOR_ROUTES.clone();
        let gateway = Gateway { routes, operators, operator_token: operator_token.clone(), clock: clock.clone() };

        let mut tasks = Tasks::new();
        if let Some(port) = options.aws_port {
            let (together, _) = listen(port, "--aws-port").await?;
            tasks.serve(together, ses.clone().router().merge(kms.clone().router()));
        }
        tasks.serve(ses_port, ses.clone().router());
        tasks.serve(kms_port, kms.clone().router());
        tasks.serve(bus_port, bus.clone().router());
        if let Some(url) = options.webhook {
            tasks.run(post_all(posted, url));
        }
        let routes = in_front_of(functions::api(&app), Arc::new(gateway));
        let routes = cors::for_pages_of(&options.cors_origins, routes);
        let return_to = usher_pages::ReturnTo::new(options.cors_origins);
        let pages = usher_pages::router(usher_pages::Pages { return_to, store: app.store.clone() });
        tasks.serve(api, routes.merge(pages).merge(crate::pages::home::router(&mailbox_url)));
        let web = MailboxWeb { mailbox, bus: bus.clone(), clock: clock.clone(), scheduler: scheduler.clone() };
        tasks.serve(mailbox_port, web.router());
        tasks.run(events.deliver(queue, mailer.clone()));
        let streams = crate::aws::client::streams(&dynamodb_url, own_http);
        tasks.run(pumps.clone().run(move || Stream::new(streams.clone(), stream_arn.clone())));
        tasks.run(scheduler.clone().follow());
        Ok(Self {
            api_url,
            mailbox_url,
            operator_token,
            dynamodb_url,
            ses_url,
            kms_url,
            bus_url,
            webhook_secret: secret.reveal(),
            table,
            config,
            aws,
            clock,
            ses,
            kms,
            bus,
            pumps,
            scheduler,
            mailer,
            publisher,
            tasks,
            engine,
            made_table,
        })
    }

    /// Ends everything within seconds, and deletes the table that this run made on someone else's endpoint.
    pub async fn stop(mut self) {
        self.tasks.stop().await;
        if let Some(client) = self.made_table.take() {
            delete_table(&client, &self.table).await;
        }
        if let Some(engine) = self.engine.take() {
            engine.stop().await;
        }
    }
}

/// The secret that is given, or a new one.
fn webhook_secret(given: Option<&str>) -> Result<WebhookSecret, Error> {
    let made = || Ok::<_, Error>(data_encoding::BASE64.encode(&crate::system::random::bytes::<32>()?));
    let text = given.map_or_else(made, |text| Ok(text.to_owned()))?;
    WebhookSecret::parse(&text).map_err(Error::WebhookSecret)
}
