package io.gantry.kserve.schema.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.ResourceType;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.Schemas;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelRulesTest {

    @Test
    void shouldSayWhereWhatAndWhyByTheRulesOwnWords() {
        // Given
        Schema schema =
                spec(
                        """
                        - rule: self.a < self.b
                          messageExpression: "'a is ' + string(self.a)"
                          message: not shown
                          reason: FieldValueForbidden
                          fieldPath: .a
                        - rule: self.b > 100
                        """);

        // When
        List<SchemaViolation> found =
                SchemaCheck.validate(Schemas.object("{spec: {a: 2, b: 1}}"), schema);

        // Then
        assertThat(found)
                .extracting(SchemaViolation::message)
                .containsExactly(
                        "spec.a: Forbidden: a is 2",
                        "spec: Invalid value: \"object\": failed rule: self.b > 100");
    }

    @Test
    void shouldSayWhichKeyARuleMissed() {
        assertThat(
                        SchemaCheck.validate(
                                Schemas.object("{spec: {}}"),
                                spec("- {rule: size(self.a) == 0, message: must be empty}")))
                .extracting(SchemaViolation::message)
                .containsExactly(
                        "spec: Invalid value: \"object\": no such key: a evaluating rule: must be empty");
    }

    @Test
    void shouldCompareWithTheValueBeforeOnUpdateOnly() {
        // Given
        Schema schema = spec("- {rule: self.a == oldSelf.a, message: is fixed}");
        ObjectNode one = Schemas.object("{spec: {a: 1}}");
        ObjectNode two = Schemas.object("{spec: {a: 2}}");

        // When, Then
        assertThat(SchemaCheck.validate(one, schema)).isEmpty();
        assertThat(SchemaCheck.validate(one, one, schema)).isEmpty();
        assertThat(SchemaCheck.validate(one, Schemas.object("{}"), schema)).isEmpty();
        assertThat(SchemaCheck.validate(two, one, schema))
                .extracting(SchemaViolation::detail)
                .containsExactly("is fixed");
    }

    @Test
    void shouldAskATransitionRuleAboutUnchangedValuesToo() {
        // Given
        Schema schema = spec("- {rule: self.a > oldSelf.a, message: must grow}");
        ObjectNode one = Schemas.object("{spec: {a: 1}}");

        // When, Then
        assertThat(SchemaCheck.validate(one, one, schema)).hasSize(1);
    }

    @Test
    void shouldLetARuleSeeThatThereIsNoValueBefore() {
        // Given
        Schema schema =
                spec(
                        "- {rule: 'oldSelf.hasValue() ? oldSelf.value().a == self.a : self.a == 1',"
                                + " optionalOldSelf: true, message: starts at 1}");
        ObjectNode one = Schemas.object("{spec: {a: 1}}");
        ObjectNode two = Schemas.object("{spec: {a: 2}}");

        // When, Then
        assertThat(SchemaCheck.validate(one, schema)).isEmpty();
        assertThat(SchemaCheck.validate(two, schema)).hasSize(1);
        assertThat(SchemaCheck.validate(two, one, schema)).hasSize(1);
        assertThat(SchemaCheck.validate(two, two, schema)).isEmpty();
    }

    @Test
    void shouldCompareElementsThatHaveANameWithTheirFormerSelves() {
        // Given
        String list =
                """
                type: object
                properties:
                  l:
                    type: array
                    x-kubernetes-list-type: %s
                    x-kubernetes-list-map-keys: [n]
                    items:
                      type: object
                      properties: {n: {type: string}, v: {type: integer}}
                      x-kubernetes-validations: [{rule: self.v == oldSelf.v, message: is fixed}]
                """;
        ObjectNode before = Schemas.object("{l: [{n: a, v: 1}, {n: b, v: 2}]}");
        ObjectNode after = Schemas.object("{l: [{n: c, v: 9}, {n: b, v: 3}, {n: a, v: 1}]}");

        // When, Then
        assertThat(SchemaCheck.validate(after, before, Schemas.schema(list.formatted("map"))))
                .extracting(SchemaViolation::field)
                .containsExactly("l[1]");
        assertThat(SchemaCheck.validate(after, before, Schemas.schema(list.formatted("atomic"))))
                .isEmpty();
    }

    @Test
    void shouldNotAskRulesAboutAnObjectOfTheWrongShape() {
        assertThat(
                        SchemaCheck.validate(
                                Schemas.object("{spec: {a: x}}"), spec("- {rule: self.a == 1}")))
                .extracting(SchemaViolation::detail)
                .containsExactly(
                        "spec.a in body must be of type integer: \"string\"", Findings.NOT_CHECKED);
    }

    @Test
    void shouldTakeNullForAbsent() {
        assertThat(
                        SchemaCheck.validate(
                                Schemas.object("{spec: {c: null}}"),
                                spec("- {rule: '!has(self.c)'}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.port == 80",
                "self.d > 2",
                "self.d > 2 && self.a < 2.5",
                "self.s.matches('b+')",
                "!self.s.matches('^b+$')",
                "self.s.split('b').size() == 2",
                "self.s.lowerAscii() == 'abc'",
                "self.l.all(x, x > 0) && self.l.exists(x, x == 2) && self.l.exists_one(x, x == 1)",
                "self.l.map(x, x * 2) == [2, 4]",
                "self.l == [1, 2] && 1 in self.l",
                "self.m == {'k': 'v'} && 'k' in self.m && self.m.all(k, self.m[k] == 'v')",
                "duration('90s') == duration('1m30s')",
                "self.?none.orValue('x') == 'x'",
                "type(self.port) == int",
                "self.nulls[0] == null && self.nulls[1] != null",
            })
    void shouldHold(String rule) {
        Schema schema =
                Schemas.schema(
                        "{type: object, x-kubernetes-preserve-unknown-fields: true,"
                                + " x-kubernetes-validations: [{rule: \"%s\"}]}".formatted(rule));
        ObjectNode object =
                Schemas.object(
                                "{port: 80, a: 1, d: 2.5, s: aBC, l: [1, 2], m: {k: v}, nulls: [null, 1]}")
                        .put("s", "abc");
        assertThat(SchemaCheck.validate(object, schema)).isEmpty();
    }

    @Test
    void shouldCompileEveryRuleThatKServeHas() {
        for (ResourceType type : ResourceTypes.all()) {
            type.versions().forEach(version -> SchemaCheck.prepare(version.schema()));
        }
    }

    @Test
    void shouldNameARuleThatIsNotCel() {
        assertThatThrownBy(() -> SchemaCheck.prepare(spec("- {rule: self.a ==}")))
                .hasMessageContaining("self.a ==");
    }

    private static Schema spec(String rules) {
        return Schemas.schema(
                """
                type: object
                properties:
                  spec:
                    type: object
                    properties: {a: {type: integer}, b: {type: integer}, c: {type: string, nullable: true}}
                    x-kubernetes-validations:
                %s
                """
                        .formatted(rules.indent(4)));
    }
}
