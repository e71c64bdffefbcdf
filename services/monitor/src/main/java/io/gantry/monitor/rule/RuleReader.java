package io.gantry.monitor.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads rules from YAML. Anything that is not understood is told, with the file, the rule and the
/// field.
final class RuleReader {

    /// Of rules and of labels.
    static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private static final Set<String> RESERVED =
            Set.of("alert", "alertname", "severity", "namespace", "name");

    private final String file;
    private final List<String> problems = new ArrayList<>();

    private RuleReader(String file) {
        this.file = file;
    }

    /// The rules of a text that stands for itself.
    ///
    /// @param file what to call it
    static Map<String, JsonNode> trees(String file, String yaml) {
        RuleReader reader = new RuleReader(file);
        RuleTrees written = new RuleTrees(file, reader.problems);
        Map<String, JsonNode> trees = written.listed(written.parse(yaml));
        reader.refuse();
        return trees;
    }

    /// Rules of an operator over those that Gantry has.
    ///
    /// @throws RulesException with everything that is wrong
    static RuleSet read(String file, String yaml, Map<String, JsonNode> defaults) {
        RuleReader reader = new RuleReader(file);
        RuleTrees written = new RuleTrees(file, reader.problems);
        Map<String, JsonNode> merged = written.merged(written.parse(yaml), defaults);
        reader.refuse();
        return rules(file, merged);
    }

    /// @throws RulesException with everything that is wrong
    static RuleSet rules(String file, Map<String, JsonNode> trees) {
        RuleReader reader = new RuleReader(file);
        List<Rule> rules = trees.values().stream().map(reader::rule).toList();
        if (reader.problems.isEmpty()) {
            Inhibition.problems(rules).forEach(reader::problem);
        }
        reader.refuse();
        return new RuleSet(rules);
    }

    private Rule rule(JsonNode tree) {
        Fields fields =
                new Fields(
                        tree,
                        "%s: rule %s: ".formatted(file, tree.path("name").asText()),
                        problems);
        Condition condition = condition(fields);
        Rule rule =
                new Rule(
                        fields.requiredText("name"),
                        condition,
                        Match.read(fields.section("match"), condition.scope()),
                        severity(fields),
                        fields.duration("for", Optional.of(Duration.ZERO)),
                        fields.duration("keepFiringFor", Optional.of(Duration.ZERO)),
                        labels(fields),
                        template(fields, "summary").orElse(new Template("{finding}")),
                        template(fields, "description"),
                        fields.text("runbook"),
                        fields.texts("inhibitedBy"));
        fields.refuseOthers();
        return rule;
    }

    private static Condition condition(Fields fields) {
        String key = fields.requiredText("condition");
        Fields parameters = fields.section("parameters");
        Optional<Condition> condition = ConditionReader.read(key, parameters);
        if (condition.isPresent()) {
            parameters.refuseOthers();
        } else if (!key.isEmpty()) {
            fields.problem(
                    "condition", "found %s, there are %s".formatted(key, ConditionReader.keys()));
        }
        return condition.orElse(new Condition.LoadFailure());
    }

    private static Severity severity(Fields fields) {
        String found = fields.requiredText("severity");
        for (Severity severity : Severity.values()) {
            if (severity.name().toLowerCase(Locale.ROOT).equals(found)) {
                return severity;
            }
        }
        if (!found.isEmpty()) {
            fields.problem("severity", "found %s, write critical or warning".formatted(found));
        }
        return Severity.WARNING;
    }

    private static Map<String, String> labels(Fields fields) {
        Map<String, String> labels = fields.map("labels");
        for (String name : labels.keySet()) {
            if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
                fields.problem(
                        "labels." + name,
                        RESERVED.contains(name)
                                ? "every alert has this label already"
                                : "a label's name has letters, digits and _ only");
            }
        }
        return labels;
    }

    private static Optional<Template> template(Fields fields, String field) {
        Optional<Template> template = fields.text(field).map(Template::new);
        template.map(Template::unknown)
                .filter(unknown -> !unknown.isEmpty())
                .ifPresent(unknown ->
                        fields.problem(
                                field,
                                "there is no variable %s, there are %s"
                                        .formatted(
                                                String.join(", ", unknown),
                                                String.join(
                                                        ", ",
                                                        Template.VARIABLES.stream()
                                                                .sorted()
                                                                .toList()))));
        return template;
    }

    private void problem(String message) {
        problems.add(file + ": " + message);
    }

    private void refuse() {
        if (!problems.isEmpty()) {
            throw new RulesException(problems);
        }
    }
}
