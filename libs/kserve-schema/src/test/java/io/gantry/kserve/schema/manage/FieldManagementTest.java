package io.gantry.kserve.schema.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.Schemas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of Kubernetes' documentation of server-side apply, on KServe's types.
class FieldManagementTest {
    private static final Instant T1 = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant T2 = Instant.parse("2026-01-01T11:00:00Z");
    private static final String API = "serving.kserve.io/v1beta1";
    private static final FieldManagement ISVC =
            new FieldManagement(
                    ResourceTypes.find(API, "InferenceService").orElseThrow().version());

    private static final ObjectNode IRIS =
            Schemas.object(
                    """
                    apiVersion: serving.kserve.io/v1beta1
                    kind: InferenceService
                    metadata: {name: iris, labels: {team: a}, finalizers: [f1]}
                    spec:
                      predictor:
                        minReplicas: 1
                        model: {modelFormat: {name: sklearn}, env: [{name: A, value: '1'}]}
                    """);

    @Test
    void shouldOwnWhatIsApplied() {
        // When
        ObjectNode object = applied(null, IRIS, "kubectl", T1);

        // Then
        assertThat(object.at("/metadata/managedFields"))
                .isEqualTo(
                        Schemas.yaml(
                                """
                                - manager: kubectl
                                  operation: Apply
                                  apiVersion: serving.kserve.io/v1beta1
                                  time: '2026-01-01T10:00:00Z'
                                  fieldsType: FieldsV1
                                  fieldsV1:
                                    f:metadata:
                                      f:finalizers: {'v:"f1"': {}}
                                      f:labels: {f:team: {}}
                                    f:spec:
                                      f:predictor:
                                        f:minReplicas: {}
                                        f:model:
                                          f:env:
                                            'k:{"name":"A"}': {.: {}, f:name: {}, f:value: {}}
                                          f:modelFormat: {f:name: {}}
                                """));
    }

    @Test
    void shouldOwnWhatIsCreated() {
        // When
        ObjectNode object = ISVC.update(null, IRIS, Writer.of("sdk", API, T1));

        // Then
        assertThat(object.at("/metadata/managedFields/0/operation").asText()).isEqualTo("Update");
        assertThat(object.at("/metadata/managedFields/0/fieldsV1"))
                .isEqualTo(
                        Schemas.yaml(
                                """
                                f:metadata:
                                  f:finalizers: {.: {}, 'v:"f1"': {}}
                                  f:labels: {.: {}, f:team: {}}
                                f:spec:
                                  .: {}
                                  f:predictor:
                                    .: {}
                                    f:minReplicas: {}
                                    f:model:
                                      .: {}
                                      f:env:
                                        .: {}
                                        'k:{"name":"A"}': {.: {}, f:name: {}, f:value: {}}
                                      f:modelFormat: {.: {}, f:name: {}}
                                """));
    }

    @Test
    void shouldGiveWhatAnUpdateChangesToItsWriter() {
        // Given
        ObjectNode live = applied(null, IRIS, "kubectl", T1);
        ObjectNode changed = live.deepCopy();
        ((ObjectNode) changed.at("/spec/predictor")).put("minReplicas", 5).remove("model");

        // When
        ObjectNode after = ISVC.update(live, changed, Writer.of("scaler", API, T2));

        // Then
        assertThat(fields(after, "kubectl"))
                .containsExactly(".metadata.finalizers[=\"f1\"]", ".metadata.labels.team");
        assertThat(fields(after, "scaler")).containsExactly(".spec.predictor.minReplicas");
    }

    @Test
    void shouldLeaveEverythingAsItIsWhenNothingChanges() {
        // Given
        ObjectNode live = applied(null, IRIS, "kubectl", T1);

        // When, Then
        assertThat(ISVC.update(live, live.deepCopy(), Writer.of("other", API, T2))).isEqualTo(live);
        assertThat(applied(live, IRIS, "kubectl", T2)).isEqualTo(live);
    }

    @Test
    void shouldNameTheConflictAndForceItIfTold() {
        // Given
        ObjectNode live = applied(null, IRIS, "kubectl", T1);
        ObjectNode scaled = live.deepCopy();
        ((ObjectNode) scaled.at("/spec/predictor")).put("minReplicas", 5);
        ObjectNode after = ISVC.update(live, scaled, Writer.of("scaler", API, T2));

        // When
        ApplyOutcome refused = ISVC.apply(after, IRIS, Writer.of("kubectl", API, T2), false);
        ApplyOutcome forced = ISVC.apply(after, IRIS, Writer.of("kubectl", API, T2), true);

        // Then
        assertThat(refused).isInstanceOf(ApplyOutcome.Conflicted.class);
        ApplyOutcome.Conflicted conflicted = (ApplyOutcome.Conflicted) refused;
        assertThat(conflicted.message())
                .isEqualTo(
                        "Apply failed with 1 conflict: conflict with \"scaler\" using"
                                + " serving.kserve.io/v1beta1 at 2026-01-01T11:00:00Z:"
                                + " .spec.predictor.minReplicas");
        ObjectNode object = ((ApplyOutcome.Applied) forced).object();
        assertThat(object.at("/spec/predictor/minReplicas").asInt()).isEqualTo(1);
        assertThat(fields(object, "scaler")).isEmpty();
        assertThat(fields(object, "kubectl")).contains(".spec.predictor.minReplicas");
    }

    @Test
    void shouldTellConflictsByOwner() {
        // Given
        ObjectNode live = applied(null, minReplicas("{minReplicas: 1, maxReplicas: 2}"), "a", T1);
        ObjectNode both = applied(live, minReplicas("{timeout: 5}"), "b", T1);

        // When
        ApplyOutcome refused =
                ISVC.apply(
                        both,
                        minReplicas("{minReplicas: 7, maxReplicas: 7, timeout: 7}"),
                        Writer.of("c", API, T2),
                        false);

        // Then
        assertThat(((ApplyOutcome.Conflicted) refused).message())
                .isEqualTo(
                        """
                        Apply failed with 3 conflicts: conflicts with "a":
                        - .spec.predictor.maxReplicas
                        - .spec.predictor.minReplicas
                        conflicts with "b":
                        - .spec.predictor.timeout\
                        """);
    }

    @Test
    void shouldShareEqualValuesAndKeepThemUntilTheLastOwnerLeaves() {
        // Given
        ObjectNode one = applied(null, minReplicas("{minReplicas: 1, timeout: 5}"), "a", T1);
        ObjectNode shared = applied(one, minReplicas("{minReplicas: 1}"), "b", T1);

        // When
        ObjectNode left = applied(shared, minReplicas("{timeout: 5}"), "a", T2);
        ObjectNode gone = applied(left, minReplicas("{}"), "b", T2);

        // Then
        assertThat(left.at("/spec/predictor/minReplicas").asInt()).isEqualTo(1);
        assertThat(fields(left, "b")).containsExactly(".spec.predictor.minReplicas");
        assertThat(gone.at("/spec/predictor")).isEqualTo(Schemas.yaml("{timeout: 5}"));
    }

    @Test
    void shouldLeaveWhatNobodyOwnsBesideWhatOthersOwn() {
        // Given: a default that came in beside the fields of two managers
        ObjectNode one = applied(null, minReplicas("{minReplicas: 1}"), "a", T1);
        ObjectNode both = applied(one, minReplicas("{timeout: 5}"), "b", T1);
        ((ObjectNode) both.at("/spec/predictor")).put("maxReplicas", 3);

        // When
        ObjectNode after = applied(both, minReplicas("{}"), "a", T2);

        // Then
        assertThat(after.at("/spec/predictor"))
                .isEqualTo(Schemas.yaml("{timeout: 5, maxReplicas: 3}"));
    }

    @Test
    void shouldMergeListsByTheirKeysAndReplaceAtomicOnes() {
        // Given
        ObjectNode live =
                applied(null, model("{env: [{name: A, value: '1'}], args: [x, y]}"), "a", T1);

        // When
        ObjectNode both =
                applied(
                        live,
                        model("{env: [{name: B, value: '2'}, {name: A, value: '1'}]}"),
                        "b",
                        T1);
        ObjectNode without = applied(both, model("{args: [z]}"), "a", T2);

        // Then
        assertThat(both.at("/spec/predictor/model/env"))
                .isEqualTo(Schemas.yaml("[{name: B, value: '2'}, {name: A, value: '1'}]"));
        assertThat(without.at("/spec/predictor/model/env"))
                .isEqualTo(Schemas.yaml("[{name: B, value: '2'}, {name: A, value: '1'}]"));
        assertThat(without.at("/spec/predictor/model/args")).isEqualTo(Schemas.yaml("[z]"));
    }

    /// The orders are those that structured-merge-diff makes.
    @ParameterizedTest
    @CsvSource({
        "'A,B,C', 'D', 'A,B,C,D'",
        "'A,B,C', 'B,D', 'A,B,C,D'",
        "'A,B,C', 'D,B', 'A,D,B,C'",
        "'A,B,C', 'C,A', 'B,C,A'",
        "'A,L,B', 'B,A', 'L,B,A'",
        "'A', 'B,A', 'B,A'",
    })
    void shouldOrderElementsAsKubernetesDoes(String live, String applied, String expected) {
        // When
        JsonNode merged =
                Merging.merged(
                        environment(live),
                        environment(applied),
                        Schemas.schema(
                                """
                                type: array
                                items: {type: object, properties: {n: {type: string}}}
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [n]
                                """));

        // Then
        assertThat(merged).isEqualTo(environment(expected));
    }

    private static JsonNode environment(String names) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String name : names.split(",", -1)) {
            list.addObject().put("n", name);
        }
        return list;
    }

    @Test
    void shouldFindAPortByTheDefaultOfItsKey() {
        // Given
        ObjectNode live =
                applied(null, model("{ports: [{containerPort: 80, protocol: TCP}]}"), "a", T1);

        // When
        ObjectNode again =
                applied(live, model("{ports: [{containerPort: 80, name: h1}]}"), "b", T1);

        // Then
        assertThat(again.at("/spec/predictor/model/ports"))
                .isEqualTo(Schemas.yaml("[{containerPort: 80, protocol: TCP, name: h1}]"));
    }

    @Test
    void shouldKeepTheStatusApartFromTheObject() {
        // Given
        ObjectNode live = applied(null, IRIS, "kubectl", T1);
        ObjectNode patch =
                Schemas.object(
                        "{metadata: {name: iris}, spec: {predictor: {minReplicas: 9}},"
                                + " status: {url: http://x}}");

        // When
        ObjectNode asObject = applied(live, patch, "a", true);
        ApplyOutcome asStatus = ISVC.apply(live, patch, new Writer("a", API, "status", T2), false);

        // Then
        assertThat(asObject.has("status")).isFalse();
        assertThat(fields(asObject, "a")).containsExactly(".spec.predictor.minReplicas");
        ObjectNode status = ((ApplyOutcome.Applied) asStatus).object();
        assertThat(status.at("/spec/predictor/minReplicas").asInt()).isEqualTo(1);
        assertThat(status.at("/status/url").asText()).isEqualTo("http://x");
        assertThat(fields(status, "a")).containsExactly(".status.url");
    }

    @Test
    void shouldTakeNothingThatTheServerSetsFromAConfiguration() {
        // Given
        ObjectNode live = applied(null, IRIS, "kubectl", T1);
        ((ObjectNode) live.get("metadata")).put("uid", "u1").put("resourceVersion", "5");
        ObjectNode patch = IRIS.deepCopy();
        ((ObjectNode) patch.get("metadata")).put("uid", "u2").put("resourceVersion", "1");

        // When, Then
        assertThat(applied(live, patch, "kubectl", T2)).isEqualTo(live);
    }

    private static ObjectNode minReplicas(String predictor) {
        return Schemas.object(
                "{apiVersion: serving.kserve.io/v1beta1, kind: InferenceService,"
                        + " metadata: {name: iris}, spec: {predictor: %s}}".formatted(predictor));
    }

    private static ObjectNode model(String model) {
        return minReplicas("{model: %s}".formatted(model));
    }

    private static ObjectNode applied(
            @Nullable ObjectNode live, ObjectNode patch, String manager, Instant time) {
        ApplyOutcome outcome = ISVC.apply(live, patch, Writer.of(manager, API, time), false);
        assertThat(outcome).isInstanceOf(ApplyOutcome.Applied.class);
        return ((ApplyOutcome.Applied) outcome).object();
    }

    private static ObjectNode applied(
            ObjectNode live, ObjectNode patch, String manager, boolean force) {
        return ((ApplyOutcome.Applied) ISVC.apply(live, patch, Writer.of(manager, API, T2), force))
                .object();
    }

    private static List<String> fields(ObjectNode object, String manager) {
        return Managers.of(object).all().stream()
                .filter(each -> each.id().name().equals(manager))
                .flatMap(each -> each.fields().paths().stream())
                .toList();
    }
}
