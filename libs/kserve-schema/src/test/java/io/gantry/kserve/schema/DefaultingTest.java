package io.gantry.kserve.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultingTest {
    private static final String SCHEMA =
            """
            type: object
            properties:
              plain: {type: integer, default: 1}
              absent: {type: object, properties: {inside: {type: integer, default: 2}}}
              whole: {type: object, default: {}, properties: {inside: {type: integer, default: 3}}}
              nothing: {type: string}
              nullable: {type: string, nullable: true, default: x}
              map: {type: object, additionalProperties: {type: string, default: v}}
              list: {type: array, items: {type: object, properties: {p: {type: string, default: TCP}}}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                     | {plain: 1, whole: {inside: 3}, nullable: x}",
                "{plain: 7, absent: {}} | {plain: 7, absent: {inside: 2}, whole: {inside: 3}, nullable: x}",
                "{plain: null}          | {plain: 1, whole: {inside: 3}, nullable: x}",
                "{nothing: null}        | {plain: 1, whole: {inside: 3}, nullable: x}",
                "{nullable: null}       | {plain: 1, whole: {inside: 3}, nullable: null}",
                "{whole: {inside: 4}}   | {plain: 1, whole: {inside: 4}, nullable: x}",
                "{map: {a: null}}       | {plain: 1, whole: {inside: 3}, nullable: x, map: {a: v}}",
                "{list: [{}, {p: UDP}]} | {plain: 1, whole: {inside: 3}, nullable: x, list: [{p: TCP}, {p: UDP}]}",
                "{list: [null]}         | {plain: 1, whole: {inside: 3}, nullable: x, list: [null]}",
            })
    void shouldFillIn(String object, String expected) {
        // Given
        ObjectNode given = Schemas.object(object);

        // When
        ObjectNode filled = Defaulting.applyDefaults(given, Schemas.schema(SCHEMA));

        // Then
        assertThat(filled).isEqualTo(Schemas.object(expected));
        assertThat(given).isEqualTo(Schemas.object(object));
    }

    @Test
    void shouldNotHandOutTheSchemasOwnDefaults() {
        // Given
        Schema schema =
                Schemas.schema("{type: object, properties: {a: {type: object, default: {b: 1}}}}");

        // When
        ObjectNode filled = Defaulting.applyDefaults(Schemas.object("{}"), schema);
        ((ObjectNode) filled.path("a")).put("b", 2);

        // Then
        assertThat(Defaulting.applyDefaults(Schemas.object("{}"), schema))
                .isEqualTo(Schemas.object("{a: {b: 1}}"));
    }
}
