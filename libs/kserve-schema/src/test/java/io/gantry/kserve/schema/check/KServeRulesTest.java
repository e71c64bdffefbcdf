package io.gantry.kserve.schema.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.ResourceType;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.Rule;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each CEL rule of KServe's schemas, with a value that it accepts and one that it refuses, from
/// `rules.yaml`.
class KServeRulesTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void shouldAcceptWhatKeepsTheRuleAndRefuseWhatBreaksIt(Rule rule) {
        // Given
        List<JsonNode> examples =
                examples().stream()
                        .filter(each -> each.path("message").asText().equals(message(rule)))
                        .toList();

        // When
        List<String> kept = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (JsonNode example : examples) {
            found(rule, example, "keeps").ifPresent(kept::add);
            found(rule, example, "breaks").ifPresent(broken::add);
        }

        // Then
        assertThat(kept).isNotEmpty().containsOnly("");
        assertThat(broken).contains(message(rule)).isSubsetOf("", message(rule));
    }

    @Test
    void shouldHaveARuleForEveryExample() {
        List<String> messages = rules().map(KServeRulesTest::message).toList();
        assertThat(examples())
                .allSatisfy(each -> assertThat(messages).contains(each.get("message").asText()));
    }

    /// What the rule says about an example's value; empty text if it has no objection.
    private static Optional<String> found(Rule rule, JsonNode example, String side) {
        if (!example.has(side)) {
            return Optional.empty();
        }
        ObjectNode holder = JsonNodeFactory.instance.objectNode();
        holder.set("value", example.get(side));
        ObjectNode before = JsonNodeFactory.instance.objectNode();
        before.set("value", example.path("before"));
        ObjectNode schema = Schemas.object("{type: object, properties: {value: {}}}");
        ObjectNode inside = (ObjectNode) schema.at("/properties/value");
        inside.withArray("x-kubernetes-validations").addObject().put("rule", rule.rule());
        ((ObjectNode) inside.at("/x-kubernetes-validations/0")).put("message", message(rule));
        return Optional.of(
                SchemaCheck.validate(
                                holder,
                                example.has("before") ? before : null,
                                Schemas.schema(schema))
                        .stream()
                        .map(SchemaViolation::detail)
                        .findFirst()
                        .orElse(""));
    }

    private static String message(Rule rule) {
        return rule.message().orElseThrow();
    }

    static Stream<Rule> rules() {
        Set<Rule> rules = new LinkedHashSet<>();
        for (ResourceType type : ResourceTypes.all()) {
            type.versions().forEach(version -> collect(version.schema(), rules));
        }
        return rules.stream();
    }

    private static void collect(Schema schema, Set<Rule> rules) {
        rules.addAll(schema.rules());
        schema.properties().values().stream()
                .filter(Schema::hasRules)
                .forEach(each -> collect(each, rules));
        if (schema.items() != null && schema.items().hasRules()) {
            collect(schema.items(), rules);
        }
    }

    private static List<JsonNode> examples() {
        try (InputStream file = KServeRulesTest.class.getResourceAsStream("rules.yaml")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            return Schemas.yaml(text).valueStream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
