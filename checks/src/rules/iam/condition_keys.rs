//! What is known of the keys that conditions compare.

use super::actions::Service;

/// The keys that every service knows; `${TagKey}` stands for any text.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
pub(super) const GLOBAL: &[&str] = &[
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaAWSMCP",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:ChatbotSourceArn",
    "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:IsMcpServiceAction",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag/${TagKey}",
    "aws:PrincipalType",
    "aws:Referer",
    "aws:RequestTag/${TagKey}",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/${TagKey}",
    "aws:SecureTransport",
    "aws:SignInSessionArn",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:userid",
    "aws:username",
    "aws:ViaAWSMCPService",
    "aws:ViaAWSService",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
];

/// Services with keys that the reference does not list: those of devices, of identity providers, of contexts.
const OPEN: &[&str] =
    &["iot", "cognito-identity", "sts", "saml", "aws-marketplace", "identitystore", "verifiedpermissions"];

/// Whether the key is one of the form, whose variables stand for any text, and whose case does not count.
pub(super) fn is_of(form: &str, key: &str) -> bool {
    match form.find(['$', '<']) {
        // What follows a variable is not looked at.
        Some(start) => {
            key.len() >= start && key.is_char_boundary(start) && key[..start].eq_ignore_ascii_case(&form[..start])
        }
        None => {
            form.eq_ignore_ascii_case(key)
                // Keys of the context of encryption and the like name their part behind the key.
                || key.len() > form.len()
                    && key.is_char_boundary(form.len())
                    && key[..form.len()].eq_ignore_ascii_case(form)
                    && key[form.len()..].starts_with([':', '/'])
        }
    }
}

/// The service whose key this is, where all its keys are known.
pub(super) fn service(key: &str) -> Option<Service> {
    let (prefix, _) = key.split_once(':')?;
    if is_open(prefix) { None } else { Service::of(prefix) }
}

/// Whether the key is one of the service's, and all of them are known.
pub(super) fn is_key_of(service: Service, key: &str) -> bool {
    key.split_once(':').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(service.prefix) && !is_open(prefix))
}

fn is_open(prefix: &str) -> bool {
    OPEN.iter().any(|open| open.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn variables_stand_for_any_text() {
        for (form, key, expected) in [
            ("aws:PrincipalTag/${TagKey}", "aws:principaltag/team", true),
            ("s3:ExistingObjectTag/<key>", "s3:ExistingObjectTag/a", true),
            ("aws:SourceArn", "AWS:SourceArn", true),
            ("aws:SourceArn", "aws:SourceArns", false),
            ("kms:EncryptionContext", "kms:EncryptionContext:aws:s3:arn", true),
            ("aws:PrincipalTag/${TagKey}", "aws:PrincipalTag", false),
        ] {
            assert_eq!(is_of(form, key), expected, "{form} {key}");
        }
    }
}
