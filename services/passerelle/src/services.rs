use anyhow::{Result, bail};
use axum::Router;
use runtime::{Context, Service};
use web::{Door, Routes, Web};

/// A desk or a door that a process can run: its name for `--service`, its work, its pages.
#[derive(Clone, Copy)]
pub struct Desk {
    name: &'static str,
    service: fn(&'static str) -> Service,
    routes: fn(&Web, &Context) -> Routes,
    doors: &'static [Door],
}

/// Every desk, one line each.
const DESKS: &[Desk] = &[
    Desk { name: "mail", service: |name| Service::new(name, mail::run), routes: |_, _| Routes::new(), doors: &[] },
    Desk { name: "post", service: |name| Service::new(name, post::run), routes: post::routes, doors: post::DOORS },
    Desk { name: "phone", service: |name| Service::new(name, phone::run), routes: phone::routes, doors: phone::DOORS },
    Desk {
        name: "counter",
        service: |name| Service::new(name, counter::run),
        routes: counter::routes,
        doors: counter::DOORS,
    },
    Desk { name: "cases", service: |name| Service::new(name, cases::run), routes: cases::routes, doors: cases::DOORS },
    Desk { name: "api", service: |name| Service::new(name, only_http), routes: |_, _| Routes::new(), doors: &[] },
];

/// What programs and machines ask of a desk, by its name.
type Machine = (&'static str, fn(&Context) -> Result<Router>);

/// Outside sessions and form tokens: each has its own proof of who asks.
const MACHINES: &[Machine] = &[("api", |context| Ok(api::router(context)?))];

/// The work of a desk that only answers.
async fn only_http(context: Context) -> Result<()> {
    context.cancel.cancelled().await;
    Ok(())
}

/// The desks named, all when none is.
pub fn choose(wanted: &[String]) -> Result<Vec<Desk>> {
    if wanted.is_empty() {
        return Ok(DESKS.to_vec());
    }
    if let Some(unknown) = wanted.iter().find(|name| DESKS.iter().all(|desk| desk.name != **name)) {
        let known: Vec<&str> = DESKS.iter().map(|desk| desk.name).collect();
        bail!("service « {unknown} » inconnu ; services : {}", known.join(", "));
    }
    Ok(DESKS.iter().copied().filter(|desk| wanted.iter().any(|name| name == desk.name)).collect())
}

/// The services of the desks.
pub fn start(desks: &[Desk]) -> Vec<Service> {
    desks.iter().map(|desk| (desk.service)(desk.name)).collect()
}

/// The pages of the desks. Those that other processes serve stand in the head of every page all the same.
pub fn pages(desks: &[Desk], web: &Web, context: &Context) -> Vec<Routes> {
    let here = |desk: &Desk| desks.iter().any(|chosen| chosen.name == desk.name);
    let page = |desk: &Desk| if here(desk) { (desk.routes)(web, context) } else { Routes::new().doors(desk.doors) };
    DESKS.iter().map(page).collect()
}

/// What programs and machines ask of the desks.
pub fn machines(desks: &[Desk], context: &Context) -> Result<Router> {
    MACHINES
        .iter()
        .filter(|(name, _)| desks.iter().any(|desk| desk.name == *name))
        .try_fold(Router::new(), |all, (_, routes)| Ok(all.merge(routes(context)?)))
}

#[cfg(test)]
mod tests {
    use super::{DESKS, choose};

    fn chosen(wanted: &[&str]) -> Vec<&'static str> {
        let wanted: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
        choose(&wanted).unwrap().iter().map(|desk| desk.name).collect()
    }

    #[test]
    fn every_desk_runs_unless_some_are_named() {
        assert_eq!(chosen(&[]).len(), DESKS.len());
        assert_eq!(chosen(&["cases"]), ["cases"]);
        assert_eq!(chosen(&["cases", "post", "cases"]), ["post", "cases"]);
    }

    #[test]
    fn an_unknown_desk_is_told_with_the_known_ones() {
        let error = choose(&["courrier".to_owned()]).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("post, phone, counter, cases, api"), "{error}");
    }
}
