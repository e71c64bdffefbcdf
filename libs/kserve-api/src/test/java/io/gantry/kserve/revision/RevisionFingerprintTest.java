package io.gantry.kserve.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.api.KServeJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionFingerprintTest {
    private static final String BASE =
            """
            {"name":"a","model":{"modelFormat":{"name":"f"},"storageUri":"s3://m/v1","args":["x"],
             "resources":{"limits":{"cpu":2}}},"nodeSelector":{"a":"1","b":"2"},"minReplicas":1}\
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"b\"}",
                "{\"minReplicas\":3,\"maxReplicas\":9,\"scaleTarget\":5}",
                "{\"scaleMetric\":\"rps\",\"scaleMetricType\":\"Value\",\"autoScaling\":{\"metrics\":[]}}",
                "{\"containerConcurrency\":7,\"timeout\":60,\"canaryTrafficPercent\":10}",
                "{\"logger\":{\"mode\":\"all\"},\"batcher\":{\"maxBatchSize\":2}}",
                "{\"deploymentStrategy\":{\"type\":\"Recreate\"}}",
                "{\"tolerations\":null}"
            })
    void shouldStayTheSameWhereNothingHasToBeStartedAnew(String change) {
        assertThat(RevisionFingerprint.of(changed(change)))
                .isEqualTo(RevisionFingerprint.of(changed("{}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"nodeSelector\":{\"a\":\"1\"}}",
                "{\"labels\":{\"a\":\"1\"}}",
                "{\"model\":{\"storageUri\":\"s3://m/v2\"}}",
                "{\"serviceAccountName\":\"other\"}",
                "{\"tolerations\":[]}",
                "{\"workerSpec\":{}}"
            })
    void shouldChangeWithWhatRuns(String change) {
        assertThat(RevisionFingerprint.of(changed(change)))
                .isNotEqualTo(RevisionFingerprint.of(changed("{}")));
    }

    @Test
    void shouldCoverTransformerAndExplainer() {
        // Given
        Component base = changed("{}");
        InferenceServiceSpec alone = InferenceServiceSpec.of(base);
        InferenceServiceSpec transformed =
                new InferenceServiceSpec(base, base, null, null, null, Map.of());
        InferenceServiceSpec explained =
                new InferenceServiceSpec(base, null, base, null, null, Map.of());

        // When
        List<String> fingerprints =
                List.of(
                        RevisionFingerprint.of(alone),
                        RevisionFingerprint.of(transformed),
                        RevisionFingerprint.of(explained));

        // Then
        assertThat(fingerprints)
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @Test
    void shouldBeTheSameInEveryRelease() {
        assertThat(RevisionFingerprint.of(changed("{}")))
                .isEqualTo("69915b4ef655d599c7eb4283ae97b662496faeda956c8340b32282d6d684637c");
    }

    @Property
    void shouldNotDependOnTheOrderOfMembers(@ForAll Random random) {
        // Given
        ObjectNode shuffled = shuffled(KServeJson.tree(changed("{}")), random);

        // When
        Component component = KServeJson.read(shuffled, Component.class);

        // Then
        assertThat(RevisionFingerprint.of(component))
                .isEqualTo(RevisionFingerprint.of(changed("{}")));
    }

    private static ObjectNode shuffled(ObjectNode tree, Random random) {
        List<String> names = new ArrayList<>(tree.propertyStream().map(Map.Entry::getKey).toList());
        Collections.shuffle(names, random);
        ObjectNode result = tree.objectNode();
        for (String name : names) {
            result.set(
                    name,
                    tree.get(name) instanceof ObjectNode child
                            ? shuffled(child, random)
                            : tree.get(name));
        }
        return result;
    }

    private static Component changed(String change) {
        ObjectNode base = parse(BASE);
        parse(change)
                .properties()
                .forEach(member -> {
                    if (base.get(member.getKey()) instanceof ObjectNode before
                            && member.getKey().equals("model")) {
                        before.setAll((ObjectNode) member.getValue());
                    } else {
                        base.set(member.getKey(), member.getValue());
                    }
                });
        return KServeJson.read(base, Component.class);
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) KServeJson.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
