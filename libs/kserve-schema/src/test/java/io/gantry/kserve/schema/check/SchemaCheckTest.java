package io.gantry.kserve.schema.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.Schemas;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The words, paths and reasons are those of an API server.
class SchemaCheckTest {
    private static final Schema SCHEMA =
            Schemas.schema(
                    """
                    type: object
                    required: [name]
                    properties:
                      name: {type: string, minLength: 2, maxLength: 5, pattern: '^[a-z]*$'}
                      count: {type: integer, minimum: 1, maximum: 9, format: int32}
                      ratio: {type: number, minimum: 0, exclusiveMinimum: true, multipleOf: 0.5}
                      mode: {type: string, enum: [fast, slow]}
                      port: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}
                      at: {type: string, format: date-time}
                      flag: {type: boolean}
                      maybe: {type: string, nullable: true, enum: [a]}
                      map: {type: object, maxProperties: 1, additionalProperties: {type: string}}
                      set: {type: array, items: {type: string}, x-kubernetes-list-type: set}
                      list: {type: array, minItems: 1, maxItems: 2, items: {type: integer}}
                      env:
                        type: array
                        items: {type: object, required: [name], properties: {name: {type: string}, p: {type: string}}}
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name, p]
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                      | FieldValueRequired     | name: Required value",
                "{name: 5}               | FieldValueTypeInvalid  | name: Invalid value: \"integer\": name in body must be of type string: \"integer\"",
                "{name: a}               | FieldValueInvalid      | name: Invalid value: \"a\": name in body should be at least 2 chars long",
                "{name: A1}              | FieldValueInvalid      | name: Invalid value: \"A1\": name in body should match '^[a-z]*$'",
                "{name: abcdef}          | FieldValueTooLong      | name: Too long: may not be more than 5 bytes",
                "{name: ok, count: x}    | FieldValueTypeInvalid  | count: Invalid value: \"string\": count in body must be of type integer: \"string\"",
                "{name: ok, count: 1.5}  | FieldValueTypeInvalid  | count: Invalid value: \"number\": count in body must be of type integer: \"number\"",
                "{name: ok, count: 0}    | FieldValueInvalid      | count: Invalid value: 0: count in body should be greater than or equal to 1",
                "{name: ok, count: 10}   | FieldValueInvalid      | count: Invalid value: 10: count in body should be less than or equal to 9",
                "{name: ok, ratio: 0}    | FieldValueInvalid      | ratio: Invalid value: 0: ratio in body should be greater than 0",
                "{name: ok, ratio: 0.7}  | FieldValueInvalid      | ratio: Invalid value: 0.7: ratio in body should be a multiple of 0.5",
                "{name: ok, mode: odd}   | FieldValueNotSupported | mode: Unsupported value: \"odd\": supported values: \"fast\", \"slow\"",
                "{name: ok, port: true}  | FieldValueTypeInvalid  | port: Invalid value: \"boolean\": port in body must be of type integer,string: \"boolean\"",
                "{name: ok, port: 1.2}   | FieldValueTypeInvalid  | port: Invalid value: \"number\": port in body must be of type integer,string: \"number\"",
                "{name: ok, at: noon}    | FieldValueTypeInvalid  | at: Invalid value: \"noon\": at in body must be of type date-time: \"noon\"",
                "{name: ok, flag: null}  | FieldValueTypeInvalid  | flag: Invalid value: \"null\": flag in body must be of type boolean: \"null\"",
                "{name: ok, map: {a: b, c: d}} | FieldValueTooMany | map: Too many: 2: must have at most 1 items",
                "{name: ok, map: {a: 1}} | FieldValueTypeInvalid  | map.a: Invalid value: \"integer\": map.a in body must be of type string: \"integer\"",
                "{name: ok, set: [a, b, a]} | FieldValueDuplicate | set[2]: Duplicate value: \"a\"",
                "{name: ok, list: []}    | FieldValueInvalid      | list: Invalid value: []: list in body should have at least 1 items",
                "{name: ok, list: [1, 2, 3]} | FieldValueTooMany  | list: Too many: 3: must have at most 2 items",
                "{name: ok, list: [a]}   | FieldValueTypeInvalid  | list[0]: Invalid value: \"string\": list[0] in body must be of type integer: \"string\"",
                "{name: ok, env: [{name: a}, {name: b}, {name: a}]} | FieldValueDuplicate | env[2]: Duplicate value: {\"name\":\"a\"}",
                "{name: ok, env: [{p: x}]} | FieldValueRequired   | env[0].name: Required value",
            })
    void shouldSayWhatAnApiServerSays(String object, String reason, String message) {
        // When
        List<SchemaViolation> found = SchemaCheck.validate(Schemas.object(object), SCHEMA);

        // Then
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().message()).isEqualTo(message);
        assertThat(found.getFirst().reason().code()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: ok, count: 3.0, ratio: 1, port: 80, at: '2026-01-01T00:00:00Z'}",
                "{name: ok, port: http, maybe: null, at: '2026-01-01T00:00:00.5+02:00'}",
                "{name: ok, env: [{name: a, p: x}, {name: a, p: y}, {name: a}], set: [a, b]}",
            })
    void shouldAccept(String object) {
        assertThat(SchemaCheck.validate(Schemas.object(object), SCHEMA)).isEmpty();
    }

    @Test
    void shouldFindEverythingAtOnce() {
        assertThat(SchemaCheck.validate(Schemas.object("{count: x, mode: 5, flag: 1}"), SCHEMA))
                .extracting(SchemaViolation::field)
                .containsExactly("name", "count", "mode", "mode", "flag");
    }

    @Test
    void shouldTellThousandsOfEqualMistakesByTheFirst() {
        // Given
        ObjectNode object = Schemas.object("{count: x}");
        ArrayNode set = object.putArray("set");
        for (int i = 0; i < 10_000; i++) {
            set.add(i);
        }

        // When
        List<SchemaViolation> found = SchemaCheck.validate(object, SCHEMA);

        // Then
        assertThat(found).hasSize(2 + Findings.ALIKE);
        assertThat(found.getLast().field()).isEqualTo("set[19]");
    }

    @Test
    void shouldShortenWhatItFound() {
        // When
        SchemaViolation found =
                SchemaCheck.validate(
                                Schemas.object("{name: ok, mode: %s}".formatted("x".repeat(5000))),
                                SCHEMA)
                        .getFirst();

        // Then
        assertThat(found.message()).hasSizeLessThan(200).contains("xxx...");
    }

    @Test
    void shouldTolerateOnUpdateWhatWasWrongBefore() {
        // Given
        ObjectNode before = Schemas.object("{name: TOOLONG, env: [{name: a, p: 1}, {name: b}]}");
        ObjectNode after =
                Schemas.object(
                        "{name: TOOLONG, count: 0, env: [{name: b}, {name: a, p: 1}, {p: 2}]}");

        // When
        List<SchemaViolation> found = SchemaCheck.validate(after, before, SCHEMA);

        // Then
        assertThat(found)
                .extracting(SchemaViolation::field)
                .containsExactly("count", "env[2].name", "env[2].p");
    }
}
