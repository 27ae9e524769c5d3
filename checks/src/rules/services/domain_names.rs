//! Domain names that have to lie in, or above, others.

use cfn_model::Severity;

use super::related::{select, under};
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::shown;

pub(super) static RECORD: Check = Check {
    code: "record-outside-zone",
    severity: Severity::Error,
    title: "a record whose name is not in its hosted zone",
    docs: "The name of a record is that of its zone or below it. The name of a zone ends in a dot.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html",
    cfn_lint: &["E3041"],
    run: Some(run_records),
};

pub(super) static VALIDATION: Check = Check {
    code: "validation-domain",
    severity: Severity::Error,
    title: "a certificate that is validated by a domain that is not above it",
    docs: "Certificate Manager asks the owners of the domain itself, or of one above it, whether the certificate may be issued.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-certificatemanager-certificate-domainvalidationoption.html",
    cfn_lint: &["E3503"],
    run: Some(run_validations),
};

/// The values of two keys of a map, in each combination in which both are known text.
fn texts<'a>(context: &Context<'a>, map: &Case<'a>, first: &'a str, second: &'a str) -> Vec<[(Case<'a>, &'a str); 2]> {
    let with_text = |case: Case<'a>| {
        let text = case.value.as_str().filter(|text| !text.contains("{{resolve:"))?;
        Some((case, text))
    };
    let mut found = Vec::new();
    for one in map.key(first, &context.conditions).into_iter().filter_map(with_text) {
        let others = under(map, &one.0.env).key(second, &context.conditions);
        found.extend(others.into_iter().filter_map(with_text).map(|other| [one.clone(), other]));
    }
    found
}

fn is_in(name: &str, zone: &str) -> bool {
    name == zone || name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'))
}

fn run_records(context: &Context<'_>, findings: &mut Findings) {
    for map in context.of_type("AWS::Route53::RecordSet").flat_map(|resource| select(context, resource, &[])) {
        for [(name, name_text), (zone, zone_text)] in texts(context, &map, "Name", "HostedZoneName") {
            if !zone_text.ends_with('.') {
                let message = format!("the name of a zone ends in a dot, {} does not", shown(zone_text));
                findings.push(Finding::new(&RECORD, &zone.path(), message).help(format!("write `{zone_text}.`")));
            }
            if !is_in(name_text.trim_end_matches('.'), zone_text.trim_end_matches('.')) {
                let message = format!("{} is not in the zone {}", shown(name_text), shown(zone_text));
                let help = "give a name that ends in that of the zone";
                findings.push(Finding::new(&RECORD, &name.path(), message).help(help));
            }
        }
    }
}

fn run_validations(context: &Context<'_>, findings: &mut Findings) {
    let certificates = context.of_type("AWS::CertificateManager::Certificate");
    for map in certificates.flat_map(|resource| select(context, resource, &["DomainValidationOptions", "*"])) {
        for [(domain, domain_text), (_, above)] in texts(context, &map, "DomainName", "ValidationDomain") {
            if !is_in(domain_text, above) {
                let message = format!("{} is not in the domain {} that validates it", shown(domain_text), shown(above));
                findings.push(
                    Finding::new(&VALIDATION, &domain.path(), message)
                        .help("validate by the domain itself or one above it"),
                );
            }
        }
    }
}
