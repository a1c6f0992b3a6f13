//! Requests per second and latencies, measured by wrk against a server on this machine.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::process;

/// What is asked, again and again.
pub struct Scenario {
    /// What the table calls it.
    pub name: &'static str,
    /// Requests that are sent in turn.
    pub requests: Vec<Request>,
}

/// One request.
pub enum Request {
    /// A page.
    Get(String),
    /// An operation of the API.
    Graphql { query: &'static str, variables: Value },
    /// An operation without variables, asked by who owns this token.
    Signed { token: String, query: &'static str },
}

/// The most memory that a process has had in use so far, in bytes (`VmHWM` of /proc).
pub fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}

/// What wrk measured. Latencies in microseconds.
#[derive(Debug, PartialEq)]
pub struct Measured {
    pub per_second: f64,
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
}

/// Sends a scenario over `connections` for `seconds`.
///
/// # Errors
/// When wrk cannot run, or when any answer was no success: figures of failures are worth nothing.
pub fn run(scenario: &Scenario, port: u16, connections: u32, seconds: u32, scratch: &Path) -> Result<Measured> {
    let script = scratch.join("requests.lua");
    fs::write(&script, lua(&scenario.requests))?;
    let mut wrk = process::clean("wrk", scratch);
    wrk.args(["--threads", "1", "--connections", &connections.to_string(), "--duration", &format!("{seconds}s")]);
    wrk.arg("--script").arg(&script).arg(format!("http://127.0.0.1:{port}/"));
    read(&process::read(&mut wrk)?).with_context(|| format!("measuring {}", scenario.name))
}

/// The script: prepared requests in turn, and the figures as one line of JSON at the end.
fn lua(requests: &[Request]) -> String {
    let mut script = String::from("local prepared = {}\nfunction init(args)\n");
    for request in requests {
        let call = match request {
            Request::Get(path) => {
                format!("wrk.format('GET', {}, {{['Accept']='text/html', ['Accept-Encoding']='br'}})", quoted(path))
            }
            Request::Graphql { query, variables } => {
                let body = json!({ "query": query, "variables": variables }).to_string();
                let headers = "{['Content-Type']='application/json', ['Accept']='application/graphql-response+json'}";
                format!("wrk.format('POST', '/graphql', {headers}, {})", quoted(&body))
            }
            Request::Signed { token, query } => {
                let body = json!({ "query": query }).to_string();
                let headers = format!(
                    "{{['Content-Type']='application/json', ['Accept']='application/graphql-response+json', \
                     ['Authorization']={}}}",
                    quoted(&format!("Bearer {token}"))
                );
                format!("wrk.format('POST', '/graphql', {headers}, {})", quoted(&body))
            }
        };
        script.push_str("  prepared[#prepared + 1] = ");
        script.push_str(&call);
        script.push('\n');
    }
    script.push_str(
        "end\nlocal turn = 0\nfunction request()\n  turn = turn % #prepared + 1\n  return prepared[turn]\nend\n\
         function done(summary, latency, requests)\n  local e = summary.errors\n  io.write(string.format(\n    \
         '{\"requests\":%d,\"us\":%d,\"p50\":%f,\"p95\":%f,\"p99\":%f,\"errors\":%d}\\n', summary.requests, summary.duration,\n    \
         latency:percentile(50), latency:percentile(95), latency:percentile(99), e.status + e.read + e.write + e.timeout + e.connect))\nend\n",
    );
    script
}

/// A Lua string literal: a long bracket whose level the text cannot contain.
fn quoted(text: &str) -> String {
    format!("[==[{text}]==]")
}

fn read(output: &str) -> Result<Measured> {
    let line = output.lines().rev().find(|line| line.starts_with('{')).context("wrk printed no figures")?;
    let figures: Value = serde_json::from_str(line)?;
    let figure = |name: &str| figures[name].as_f64().with_context(|| format!("wrk printed no {name}"));
    if figure("errors")? > 0.0 {
        bail!("{} answers were no success", figure("errors")?);
    }
    let per_second = figure("requests")? / (figure("us")? / 1e6);
    Ok(Measured { per_second, p50: figure("p50")?, p95: figure("p95")?, p99: figure("p99")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_figures_and_refuses_failures() {
        let output =
            "Running 1s test\n{\"requests\":500,\"us\":2000000,\"p50\":10.0,\"p95\":20.0,\"p99\":30.0,\"errors\":0}\n";
        assert_eq!(read(output).unwrap(), Measured { per_second: 250.0, p50: 10.0, p95: 20.0, p99: 30.0 });
        assert!(read(&output.replace("\"errors\":0", "\"errors\":3")).is_err());
        assert!(read("nothing").is_err());
    }

    #[test]
    fn bodies_pass_into_lua_unharmed() {
        let body = quoted("{\"query\":\"{ a(b: \\\"c\\\") }\"}");
        assert_eq!(body, "[==[{\"query\":\"{ a(b: \\\"c\\\") }\"}]==]");
    }
}
