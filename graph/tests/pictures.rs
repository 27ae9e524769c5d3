//! What pictures look like, and what holds for all of them.

use cfn_graph::{Diagram, Format, Pipeline, StackNode};
use cfn_model::Template;

const FORMATS: [(&str, Format); 5] = [
    ("svg", Format::Svg),
    ("mmd", Format::Mermaid),
    ("dot", Format::Dot),
    ("json", Format::Json),
    ("txt", Format::Text { colours: false }),
];

fn release() -> Template {
    template(include_str!("fixtures/release.yaml"))
}

fn template(text: &str) -> Template {
    Template::parse(text, "").expect("a template").template
}

fn check(name: &str, draw: impl Fn(Format) -> String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (ending, format) in FORMATS {
        let picture = draw(format);
        assert_eq!(picture, draw(format));
        settings.bind(|| insta::assert_snapshot!(format!("{name}.{ending}"), picture));
    }
}

#[test]
fn a_pipeline() {
    let pipelines = Pipeline::all(&release());
    check("pipeline", |format| pipelines[0].draw(format));
}

#[test]
fn resources() {
    check("resources", |format| Diagram::resources("Release", &release()).draw(format));
}

#[test]
fn stacks() {
    let stack = |name: &str, region: Option<&str>, needs: &[usize]| StackNode {
        name: name.into(),
        account: Some("111111111111".into()),
        region: region.map(str::to_owned),
        needs: needs.into(),
    };
    let stacks = [
        stack("Network", Some("eu-central-1"), &[]),
        stack("Images", None, &[0]),
        stack("App", Some("eu-central-1"), &[0, 1]),
        stack("Alone", None, &[]),
    ];
    check("stacks", |format| Diagram::stacks("Shop", &stacks).draw(format));
}

#[test]
fn colours_change_nothing_but_colours() {
    let pipelines = Pipeline::all(&release());
    let plain = pipelines[0].draw(Format::Text { colours: false });
    let mut coloured = pipelines[0].draw(Format::Text { colours: true });
    assert_ne!(plain, coloured);
    for code in [0, 1, 2, 32, 33, 34, 35, 36] {
        coloured = coloured.replace(&format!("\x1b[{code}m"), "");
    }
    assert_eq!(plain, coloured);
}

#[test]
fn the_pipelines_of_stack_sets_are_found() {
    let text = "Resources:\n  Regions:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n        \
                Resources: {Inner: {Type: AWS::CodePipeline::Pipeline, Properties: {Stages: []}}}\n";
    let pipelines = Pipeline::all(&template(text));
    assert_eq!(pipelines.iter().map(|pipeline| pipeline.id.as_str()).collect::<Vec<_>>(), ["Inner"]);
    for (_, format) in FORMATS {
        assert!(pipelines[0].draw(format).contains("Inner") || format == Format::Mermaid);
    }
}

/// The rectangles of a class: left, top, right, bottom.
fn areas(svg: &str, class: &str) -> Vec<[f64; 4]> {
    let attribute = |line: &str, name: &str| -> f64 {
        let rest = line.split_once(&format!(" {name}=\"")).expect("the attribute is there").1;
        rest.split_once('"').expect("it ends").0.parse().expect("it is a number")
    };
    let rects = svg.lines().filter(|line| line.contains(&format!("class=\"{class}\"")) && line.starts_with("<rect"));
    rects
        .map(|line| {
            let (x, y) = (attribute(line, "x"), attribute(line, "y"));
            [x, y, x + attribute(line, "width"), y + attribute(line, "height")]
        })
        .collect()
}

fn assert_apart(areas: &[[f64; 4]]) {
    for (index, one) in areas.iter().enumerate() {
        for other in &areas[index + 1..] {
            let apart = one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
            assert!(apart, "{one:?} {other:?}");
        }
    }
}

#[test]
fn many_actions_stand_beside_each_other_within_their_stage() {
    let actions: Vec<String> = (0..60).map(|index| format!("{{Name: a{index}}}")).collect();
    let text = format!(
        "Resources: {{P: {{Type: AWS::CodePipeline::Pipeline, Properties: {{Stages: [{{Name: A, Actions: [{}]}}, \
         {{Name: B, Actions: [{{Name: b}}]}}]}}}}}}",
        actions.join(", ")
    );
    let svg = Pipeline::all(&template(&text))[0].draw(Format::Svg);
    let (lanes, cards) = (areas(&svg, "lane"), areas(&svg, "card"));
    assert_eq!((lanes.len(), cards.len()), (2, 61));
    assert_apart(&lanes);
    assert_apart(&cards);
    for card in &cards {
        let inside =
            |lane: &[f64; 4]| lane[0] <= card[0] && card[2] <= lane[2] && lane[1] <= card[1] && card[3] <= lane[3];
        assert!(lanes.iter().any(inside), "{card:?}");
    }
}

#[test]
fn boxes_never_overlap_even_where_things_need_each_other() {
    let mut stacks: Vec<StackNode> = (0..80)
        .map(|index| StackNode {
            name: format!("Stack{index}"),
            needs: vec![index / 2, index / 3, (index * 7) % 80],
            ..StackNode::default()
        })
        .collect();
    stacks[0].needs.push(79);
    let svg = Diagram::stacks("Many", &stacks).draw(Format::Svg);
    let boxes = areas(&svg, "card");
    assert_eq!(boxes.len(), 80);
    assert_apart(&boxes);
}

#[test]
fn what_is_odd_is_drawn_all_the_same() {
    for text in [
        "Resources: {}",
        "Resources: {A: {Type: AWS::CodePipeline::Pipeline}}",
        "Resources: {A: {Type: AWS::CodePipeline::Pipeline, Properties: {Stages: !Ref X, Triggers: 1}}}",
        "Resources: {A: {Type: AWS::CodePipeline::Pipeline, Properties: {Stages: [1, {Actions: [{}, [], null]}, {}]}}}",
        "Resources: {A: {Type: AWS::X::Y, DependsOn: A, Properties: {P: !Ref A, Q: !GetAtt Nobody.Arn}}}",
    ] {
        let template = template(text);
        for (_, format) in FORMATS {
            Diagram::resources("", &template).draw(format);
            Pipeline::all(&template).iter().for_each(|pipeline| drop(pipeline.draw(format)));
        }
    }
}

#[test]
fn names_of_actions_are_whole_up_to_thirty_six_letters() {
    let action =
        |name: &str| format!("{{Name: {name}, ActionTypeId: {{Category: Build, Provider: CodeBuild}}, RunOrder: 1}}");
    let long = "Service0-Extension00-WithALongerName";
    let text = format!(
        "Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Stages:\n        - Name: Build\n          \
         Actions: [{}, {}]\n",
        action(long),
        action("Short")
    );
    let svg = Pipeline::all(&template(&text))[0].draw(Format::Svg);
    assert!(svg.contains(&format!(">{long}</text>")), "{svg}");
    assert_apart(&areas(&svg, "card"));
}
