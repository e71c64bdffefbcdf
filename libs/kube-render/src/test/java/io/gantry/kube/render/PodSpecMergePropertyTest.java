package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PodSpecMergePropertyTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property
    void shouldLoseNothingOfTheUsers(
            @ForAll("pods") ObjectNode runtime, @ForAll("pods") ObjectNode user) {
        assertHas(PodSpecMerge.merge(runtime, user), user);
    }

    /// What the runtime says stays wherever the user says nothing of it.
    @Property
    void shouldKeepWhatTheUserDoesNotName(
            @ForAll("pods") ObjectNode runtime, @ForAll("pods") ObjectNode user) {
        ObjectNode merged = PodSpecMerge.merge(runtime, user);

        for (Map.Entry<String, JsonNode> field : runtime.properties()) {
            if (!user.has(field.getKey())) {
                assertThat(merged.get(field.getKey())).isEqualTo(field.getValue());
            }
        }
        assertThat(names(merged.path("volumes")))
                .containsAll(names(runtime.path("volumes")))
                .containsAll(names(user.path("volumes")))
                .doesNotHaveDuplicates();
    }

    @Property
    void shouldBeIdempotentAndLeaveItsInputAlone(
            @ForAll("pods") ObjectNode runtime, @ForAll("pods") ObjectNode user) {
        ObjectNode before = runtime.deepCopy();

        ObjectNode merged = PodSpecMerge.merge(runtime, user);

        assertThat(PodSpecMerge.merge(merged, user)).isEqualTo(merged);
        assertThat(runtime).isEqualTo(before);
        assertThat(PodSpecMerge.merge(runtime, user).toString()).isEqualTo(merged.toString());
    }

    /// From the manifest to the typed object: also what the types do not know stays.
    @Property(tries = 200)
    void shouldRenderAllThatTheUserSaysOfThePod(
            @ForAll("pods") ObjectNode runtime, @ForAll("pods") ObjectNode user) {
        InferenceService service =
                KServeJson.edited(
                        Rendered.service(
                                "m", "spec: {predictor: {model: {modelFormat: {name: onnx}}}}"),
                        InferenceService.class,
                        tree -> tree.withObject("/spec/predictor").setAll(user));
        ServingRuntime serving =
                KServeJson.edited(
                        Rendered.PLAIN,
                        ServingRuntime.class,
                        tree -> tree.withObject("/spec").setAll(runtime));

        Rendered rendered = Rendered.of(service, serving);

        assertHas(rendered.pod("m-predictor"), user);
        assertThat(Rendered.of(service, serving).toString()).isEqualTo(rendered.toString());
    }

    private static void assertHas(JsonNode found, JsonNode wanted) {
        if (wanted.isObject()) {
            for (Map.Entry<String, JsonNode> field : wanted.properties()) {
                assertHas(found.path(field.getKey()), field.getValue());
            }
        } else if (wanted.isArray() && wanted.path(0).has("name")) {
            wanted.forEach(
                    entry -> assertHas(Rendered.named(found, entry.path("name").asText()), entry));
        } else {
            assertThat(found).isEqualTo(wanted);
        }
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(each -> each.path("name").asText()).toList();
    }

    @Provide
    Arbitrary<ObjectNode> pods() {
        return Combinators.combine(
                        volumes(), selectors().optional(), tolerations().optional(), affinities())
                .as((volumes, selector, tolerations, affinity) -> {
                    ObjectNode pod = JSON.objectNode();
                    if (!volumes.isEmpty()) {
                        pod.putArray("volumes").addAll(volumes);
                    }
                    selector.ifPresent(each -> pod.set("nodeSelector", each));
                    tolerations.ifPresent(
                            each -> pod.putArray("tolerations").addObject().put("key", each));
                    pod.set("affinity", affinity);
                    return pod;
                });
    }

    private static Arbitrary<List<ObjectNode>> volumes() {
        Arbitrary<ObjectNode> one =
                Combinators.combine(word(), Arbitraries.of("emptyDir", "secret", "configMap"))
                        .as((name, kind) -> {
                            ObjectNode volume = JSON.objectNode().put("name", name);
                            volume.putObject(kind);
                            return volume;
                        });
        return one.list().ofMaxSize(3).uniqueElements(volume -> volume.get("name").asText());
    }

    private static Arbitrary<ObjectNode> selectors() {
        return Arbitraries.maps(word(), word()).ofMaxSize(3).map(PodSpecMergePropertyTest::object);
    }

    private static Arbitrary<ObjectNode> affinities() {
        return selectors()
                .map(each -> {
                    ObjectNode affinity = JSON.objectNode();
                    affinity.set("nodeAffinity", each);
                    return affinity;
                });
    }

    private static Arbitrary<String> tolerations() {
        return word();
    }

    private static ObjectNode object(Map<String, String> entries) {
        ObjectNode object = JSON.objectNode();
        entries.forEach(object::put);
        return object;
    }

    private static Arbitrary<String> word() {
        return Arbitraries.of("a", "b", "c", "d");
    }
}
