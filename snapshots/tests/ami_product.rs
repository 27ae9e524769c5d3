//! The product that is released as templates and machine images.

use std::collections::BTreeMap;

use cfn_constructs::App;
use cfn_constructs::patterns::{MachineImages, ReleaseLocation};
use cfn_stacks::ami_release::product::Product;

fn product() -> Product {
    let images = MachineImages::new().with("server", "eu-west-1", "ami-0a1b2c3d4e5f60718").with(
        "server",
        "us-east-1",
        "ami-0718293a4b5c6d7e8",
    );
    Product::new(&ReleaseLocation::in_bucket("acme-public", "eu-west-1", "1.4.0", "product"), images)
}

fn app(product: Product) -> App {
    App::new().with_all(product.nested.into_iter().map(|(_, stack)| stack)).with(product.product)
}

#[test]
fn its_templates() {
    snapshots::check("ami_product", app(product()));
}

#[test]
fn it_is_more_than_a_toy() {
    let assembly = app(product()).synth().expect("it is right");
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for stack in &assembly.stacks {
        for (_, resource) in stack.template.resources() {
            let service = resource.type_name().and_then(|name| name.split("::").nth(1)).unwrap_or_default();
            *count.entry(service).or_default() += 1;
        }
    }
    let of_servers = ["AutoScaling", "EC2", "ElasticLoadBalancingV2", "IAM", "RDS"].map(|service| count[service]);
    assert!(of_servers.iter().sum::<usize>() >= 60, "{count:?}");
    assert!(assembly.diagnostics.is_empty(), "{:?}", assembly.diagnostics);
}

#[test]
fn nested_stacks_come_from_the_release() {
    let assembly = app(product()).synth().expect("it is right");
    let text = assembly.stacks.last().expect("there are stacks").template.to_yaml();
    for name in ["network", "database", "servers"] {
        let url = format!("https://acme-public.s3.eu-west-1.amazonaws.com/1.4.0/product/templates/{name}.yaml");
        assert!(text.contains(&url), "{text}");
    }
}
