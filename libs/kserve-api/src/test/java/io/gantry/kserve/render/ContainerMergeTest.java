package io.gantry.kserve.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.Yaml;
import io.gantry.kserve.api.KServeJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerMergeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {command: [a, b]} | {command: [c]} | {"command":["c"]}
                    {args: [a]} | {args: [b]} | {"args":["a","b"]}
                    {ports: [{containerPort: 1, name: x}]} | {ports: [{containerPort: 1, protocol: TCP}, {containerPort: 2}]} | {"ports":[{"containerPort":1,"name":"x","protocol":"TCP"},{"containerPort":2}]}
                    {volumeMounts: [{mountPath: /a, name: x}]} | {volumeMounts: [{mountPath: /a, name: y}, {mountPath: /b, name: z}]} | {"volumeMounts":[{"mountPath":"/a","name":"y"},{"mountPath":"/b","name":"z"}]}
                    {envFrom: [{prefix: a}]} | {envFrom: [{prefix: b}]} | {"envFrom":[{"prefix":"b"}]}
                    {securityContext: {capabilities: {drop: [ALL]}, privileged: false}} | {securityContext: {runAsUser: 5, capabilities: {drop: [X]}}} | {"securityContext":{"capabilities":{"drop":["X"]},"privileged":false,"runAsUser":5}}
                    {readinessProbe: {httpGet: {path: /a, port: 1}, periodSeconds: 2}} | {readinessProbe: {httpGet: {port: 3}}} | {"readinessProbe":{"httpGet":{"path":"/a","port":3},"periodSeconds":2}}
                    {image: a} | {image: null, workingDir: /w} | {"image":"a","workingDir":"/w"}
                    """)
    void shouldMergeAsKubernetesDoes(String base, String overrides, String merged) {
        assertThat(ContainerMerge.merge(tree(base), tree(overrides)).toString()).isEqualTo(merged);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldLeaveTheContainerWhereNothingIsOverridden(
            @ForAll("containers") ObjectNode container) {
        assertThat(ContainerMerge.merge(container, tree("{}"))).isEqualTo(container);
        assertThat(ContainerMerge.merge(tree("{}"), container)).isEqualTo(container);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldKeepEveryVariableOnceAndLetTheOverrideWin(
            @ForAll("containers") ObjectNode base, @ForAll("containers") ObjectNode overrides) {
        // When
        ObjectNode merged = ContainerMerge.merge(base, overrides);

        // Then
        Set<String> expected = new LinkedHashSet<>(names(base));
        expected.addAll(names(overrides));
        assertThat(names(merged)).containsExactlyElementsOf(expected);
        overrides.path("env").forEach(each -> assertThat(merged.path("env")).contains(each));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldAppendArgsInOrder(
            @ForAll("containers") ObjectNode base, @ForAll("containers") ObjectNode overrides) {
        // When
        ObjectNode merged = ContainerMerge.merge(base, overrides);

        // Then
        List<JsonNode> expected = new ArrayList<>();
        base.path("args").forEach(expected::add);
        overrides.path("args").forEach(expected::add);
        assertThat(merged.path("args")).containsExactlyElementsOf(expected);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldKeepEveryQuantityThatIsNotOverridden(
            @ForAll("containers") ObjectNode base, @ForAll("containers") ObjectNode overrides) {
        // When
        JsonNode merged = ContainerMerge.merge(base, overrides).at("/resources/limits");

        // Then
        JsonNode ours = base.at("/resources/limits");
        JsonNode theirs = overrides.at("/resources/limits");
        for (String resource : List.of("cpu", "memory", "gpu")) {
            assertThat(merged.path(resource))
                    .isEqualTo(theirs.has(resource) ? theirs.path(resource) : ours.path(resource));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldNotChangeWhatItMerges(
            @ForAll("containers") ObjectNode base, @ForAll("containers") ObjectNode overrides) {
        // Given
        String before = base.toString() + overrides;

        // When
        ContainerMerge.merge(base, overrides);

        // Then
        assertThat(base.toString() + overrides).isEqualTo(before);
    }

    @Provide
    Arbitrary<ObjectNode> containers() {
        Arbitrary<List<String>> args = Arbitraries.of("-a", "-b").list().ofMaxSize(3);
        Arbitrary<Set<String>> variables = Arbitraries.of("A", "B", "C", "D").set().ofMaxSize(4);
        Arbitrary<Set<String>> limits = Arbitraries.of("cpu", "memory", "gpu").set();
        return Combinators.combine(args, variables, limits, Arbitraries.integers().between(1, 9))
                .as(ContainerMergeTest::container);
    }

    private static ObjectNode container(
            List<String> args, Set<String> variables, Set<String> limits, int value) {
        ObjectNode container = KServeJson.mapper().createObjectNode();
        args.forEach(container.withArray("args")::add);
        for (String name : variables) {
            ObjectNode variable = container.withArray("env").addObject().put("name", name);
            if (value % 2 == 0) {
                variable.put("value", value);
            } else {
                variable.putObject("valueFrom").put("key", value);
            }
        }
        limits.forEach(name -> container.withObject("/resources/limits").put(name, value));
        return container;
    }

    private static List<String> names(ObjectNode container) {
        List<String> names = new ArrayList<>();
        container.path("env").forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.read(yaml, ObjectNode.class);
    }
}
