package io.gantry.kserve.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class PruningTest {
    private static final Schema SCHEMA =
            Schemas.schema(
                    """
                    type: object
                    properties:
                      known: {type: string}
                      free: {type: object, additionalProperties: {type: object, properties: {a: {type: string}}}}
                      any: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {in: {type: object}}}
                      list: {type: array, items: {type: object, properties: {a: {type: string}}}}
                    """);

    @Test
    void shouldTakeOutWhatIsUnknownAndSayWhere() {
        // When
        Pruning.Pruned pruned =
                Pruning.prune(
                        Schemas.object(
                                """
                                known: x
                                other: {deep: 1}
                                free: {key: {a: x, b: x}}
                                any: {this: {that: 1}, in: {gone: 1}}
                                list: [{a: x}, {b: x}]
                                """),
                        SCHEMA);

        // Then
        assertThat(pruned.removed())
                .containsExactly("other", "free.key.b", "any.in.gone", "list[1].b");
        assertThat(pruned.object())
                .isEqualTo(
                        Schemas.object(
                                """
                                known: x
                                free: {key: {a: x}}
                                any: {this: {that: 1}, in: {}}
                                list: [{a: x}, {}]
                                """));
    }

    @Test
    void shouldLeaveTheObjectThatIsGivenAsItIs() {
        // Given
        ObjectNode object = Schemas.object("{other: 1}");

        // When
        Pruning.prune(object, SCHEMA);

        // Then
        assertThat(object).isEqualTo(Schemas.object("{other: 1}"));
    }

    @Test
    void shouldKnowTheMetadataOfEveryType() {
        // Given
        ObjectNode object =
                Schemas.object(
                        """
                        apiVersion: serving.kserve.io/v1beta1
                        kind: InferenceService
                        metadata:
                          name: iris
                          labels: {a: b}
                          finalizers: [x]
                          ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: u, controller: true}]
                          managedFields: [{manager: m, operation: Apply, fieldsV1: {'f:spec': {'f:x': {}}}}]
                          typo: 1
                        """);

        // When
        Pruning.Pruned pruned =
                Pruning.prune(
                        object,
                        ResourceTypes.find("serving.kserve.io/v1beta1", "InferenceService")
                                .orElseThrow()
                                .version()
                                .schema());

        // Then
        assertThat(pruned.removed()).containsExactly("metadata.typo");
    }
}
