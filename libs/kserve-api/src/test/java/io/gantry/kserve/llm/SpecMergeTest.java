package io.gantry.kserve.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecMergeTest {

    @Test
    void shouldLetTheLastConfigCountAndTheServiceAboveAll() {
        assertThat(
                        SpecMerge.merge(
                                List.of(tree("{a: 1, b: 1, c: 1}"), tree("{b: 2, c: 2}")),
                                tree("{c: 3, d: 3}")))
                .isEqualTo(tree("{a: 1, b: 2, c: 3, d: 3}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {model: {uri: a, name: n}} | {model: {uri: b}} | {model: {uri: b, name: n}}
                    {replicas: 2} | {replicas: null} | {replicas: 2}
                    {template: {containers: [{name: main, image: i, args: [a]}]}} | {template: {containers: [{name: main, args: [b]}]}} | {template: {containers: [{name: main, image: i, args: [b]}]}}
                    {template: {containers: [{name: main}]}} | {template: {containers: []}} | {template: {containers: [{name: main}]}}
                    {template: {containers: [{name: a}, {name: b}]}} | {template: {containers: [{name: b}, {name: c}]}} | {template: {containers: [{name: a}, {name: b}, {name: c}]}}
                    {template: {containers: [{name: a}, {name: b}]}} | {template: {containers: [{name: b}, {name: a}]}} | {template: {containers: [{name: b}, {name: a}]}}
                    {template: {containers: [{name: a}, {name: x}, {name: b}]}} | {template: {containers: [{name: b}, {name: a}]}} | {template: {containers: [{name: x}, {name: b}, {name: a}]}}
                    {template: {containers: [{name: a}]}} | {template: {containers: [{name: c}]}} | {template: {containers: [{name: c}, {name: a}]}}
                    {template: {tolerations: [{key: a}]}} | {template: {tolerations: [{key: b}]}} | {template: {tolerations: [{key: b}]}}
                    {template: {volumes: [{name: v, emptyDir: {}}, {name: w}]}} | {template: {volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]}} | {template: {volumes: [{name: v, persistentVolumeClaim: {claimName: c}}, {name: w}]}}
                    {c: {env: [{name: A, value: '1'}, {name: B, value: '1'}]}} | {c: {env: [{name: A, valueFrom: {x: y}}]}} | {c: {env: [{name: A, valueFrom: {x: y}}, {name: B, value: '1'}]}}
                    {c: {ports: [{containerPort: 1, name: a}]}} | {c: {ports: [{containerPort: 1, protocol: TCP}, {containerPort: 2}]}} | {c: {ports: [{containerPort: 1, name: a, protocol: TCP}, {containerPort: 2}]}}
                    {http: {rules: [{name: a}]}} | {http: {rules: [{name: b}]}} | {http: {rules: [{name: b}]}}
                    {x: {ports: [1]}} | {x: {ports: [2]}} | {x: {ports: [2]}}
                    {a: [1]} | {a: {b: 1}} | {a: {b: 1}}
                    """)
    void shouldMergeAsKubernetesDoes(String base, String override, String expected) {
        // Given
        ObjectNode below = tree(base);
        ObjectNode above = tree(override);

        // When
        ObjectNode merged = SpecMerge.merge(List.of(below), above);

        // Then
        assertThat(merged).isEqualTo(tree(expected));
        assertThat(below).isEqualTo(tree(base));
        assertThat(above).isEqualTo(tree(override));
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.read(yaml, ObjectNode.class);
    }
}
