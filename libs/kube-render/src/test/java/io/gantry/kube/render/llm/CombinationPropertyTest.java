package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.combine.Combination;
import io.gantry.kserve.validate.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// Merging, from manifests to the spec that runs.
class CombinationPropertyTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// What the service says itself, nobody overrides.
    @Property
    void shouldKeepAllThatTheServiceSays(
            @ForAll("specs") ObjectNode own,
            @ForAll @Size(max = 3) List<@From("specs") ObjectNode> bases) {
        ObjectNode merged = merged(own, bases);

        assertHas(merged, own);
    }

    /// Of what the service leaves open, the last config decides.
    @Property
    void shouldTakeFromTheLastConfigWhatIsLeftOpen(
            @ForAll("specs") ObjectNode first, @ForAll("specs") ObjectNode last) {
        ObjectNode merged = merged(JSON.objectNode(), List.of(first, last));

        assertHas(merged, last);
        for (Map.Entry<String, JsonNode> field : first.properties()) {
            if (!last.has(field.getKey()) && field.getValue().isValueNode()) {
                assertThat(merged.get(field.getKey())).isEqualTo(field.getValue());
            }
        }
    }

    @Property
    void shouldNotCareHowOftenAConfigIsNamed(
            @ForAll("specs") ObjectNode own, @ForAll("specs") ObjectNode base) {
        assertThat(merged(own, List.of(base, base))).isEqualTo(merged(own, List.of(base)));
    }

    @Property
    void shouldNameEachContainerAndVariableOnce(
            @ForAll("specs") ObjectNode own,
            @ForAll @Size(max = 3) List<@From("specs") ObjectNode> bases) {
        JsonNode containers = merged(own, bases).at("/template/containers");

        assertThat(names(containers)).doesNotHaveDuplicates().contains("main");
        containers.forEach(
                container -> assertThat(names(container.path("env"))).doesNotHaveDuplicates());
    }

    @Property
    void shouldRenderTheSameBytesAndLeaveItsInputAlone(
            @ForAll("specs") ObjectNode own, @ForAll("specs") ObjectNode base) {
        ObjectNode service = service(own, 1);
        ObjectNode config = Llm.config("c0", "replicas: 1");
        config.set("spec", base);
        String before = service.toString() + config;

        String once = Llm.render(service, config).toString();

        assertThat(Llm.render(service, config)).hasToString(once);
        assertThat(service.toString() + config).isEqualTo(before);
    }

    private static ObjectNode merged(ObjectNode own, List<ObjectNode> bases) {
        List<ObjectNode> configs = new ArrayList<>();
        for (ObjectNode base : bases) {
            ObjectNode config = Llm.config("c" + configs.size(), "replicas: 1");
            config.set("spec", base);
            configs.add(config);
        }
        return switch (Combination.of(service(own, bases.size()), configs)) {
            case Combination.Combined combined -> combined.service().spec();
            case Combination.Refused(Violation why) -> throw new AssertionError(why.sentence());
        };
    }

    private static ObjectNode service(ObjectNode own, int bases) {
        ObjectNode service = Llm.serving("labels: {}");
        service.withObject("/spec").setAll(own.deepCopy());
        for (int i = 0; i < bases; i++) {
            service.withObject("/spec").withArray("baseRefs").addObject().put("name", "c" + i);
        }
        return service;
    }

    /// Lists with names are compared by them, others as they are.
    private static void assertHas(JsonNode whole, JsonNode part) {
        if (part.isObject()) {
            part.properties()
                    .forEach(each -> assertHas(whole.path(each.getKey()), each.getValue()));
        } else if (part.isArray() && part.path(0).has("name")) {
            part.forEach(each -> assertHas(Llm.named(whole, each.get("name").asText()), each));
        } else {
            assertThat(whole).isEqualTo(part);
        }
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    @Provide
    Arbitrary<ObjectNode> specs() {
        Arbitrary<ObjectNode> variables =
                Combinators.combine(Arbitraries.of("A", "B", "HOME"), Arbitraries.of("1", "2"))
                        .as((name, value) ->
                                JSON.objectNode().put("name", name).put("value", value));
        Arbitrary<ObjectNode> containers =
                Combinators.combine(
                                Arbitraries.of("main", "sidecar"),
                                Arbitraries.of("i:1", "i:2"),
                                variables.list().ofMaxSize(3))
                        .as(CombinationPropertyTest::container);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.maps(Arbitraries.of("a", "b"), Arbitraries.of("x", "y"))
                                .ofMaxSize(2),
                        Arbitraries.integers().between(0, 4),
                        containers.list().ofMaxSize(2))
                .as(CombinationPropertyTest::spec);
    }

    private static ObjectNode spec(
            int replicas, Map<String, String> labels, int tensor, List<ObjectNode> containers) {
        ObjectNode spec = JSON.objectNode();
        if (replicas > 0) {
            spec.put("replicas", replicas);
        }
        labels.forEach(spec.putObject("labels")::put);
        if (tensor > 0) {
            spec.putObject("parallelism").put("tensor", tensor);
        }
        Set<String> seen = new HashSet<>();
        for (ObjectNode container : containers) {
            if (seen.add(container.get("name").asText())) {
                spec.withObject("/template").withArray("containers").add(container);
            }
        }
        return spec;
    }

    private static ObjectNode container(String name, String image, List<ObjectNode> variables) {
        ObjectNode container = JSON.objectNode().put("name", name).put("image", image);
        Set<String> seen = new HashSet<>();
        for (ObjectNode variable : variables) {
            if (seen.add(variable.get("name").asText())) {
                container.withArray("env").add(variable);
            }
        }
        return container;
    }
}
