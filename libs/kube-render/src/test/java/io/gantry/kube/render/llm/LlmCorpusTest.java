package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Conformance;
import io.gantry.kube.render.RenderSettings;
import io.gantry.kube.render.RequiresConformance;
import io.gantry.kube.render.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every LLMInferenceService of KServe's own manifests that KServe accepts, with its presets and
/// with Gantry's.
///
/// The corpus has services of KServe's end-to-end tests whose configs were recorded without their
/// names, or not at all: a name that nobody has goes to the next nameless config of the test, and
/// what then still has no model serves a small one.
@RequiresConformance
class LlmCorpusTest {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_VALUE =
            Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");
    private static final int SERVICES = 63;

    enum Given {
        PRESETS_OF_KSERVE,
        NO_PRESETS
    }

    private final JsonNode corpus = Conformance.json("kserve/manifests/CORPUS.json");

    @ParameterizedTest
    @EnumSource
    void shouldRenderAllThatKServeAccepts(Given given) throws IOException {
        Map<String, String> refused = new LinkedHashMap<>();
        List<ObjectNode> all = new ArrayList<>();
        int rendered = 0;
        for (JsonNode entry : corpus) {
            if (!isUsable(entry, "LLMInferenceService")) {
                continue;
            }
            ObjectNode service = resource(entry);
            switch (render(entry, service, given)) {
                case LlmOutcome.Refused(Violation why) ->
                        refused.put(entry.get("file").asText(), why.sentence());
                case LlmOutcome.Rendered outcome -> {
                    rendered++;
                    List<ObjectNode> objects = outcome.objects().stream().map(Typed::tree).toList();
                    assertThat(objects).isNotEmpty().allSatisfy(LlmCorpusTest::assertValid);
                    all.addAll(objects);
                }
            }
        }
        write(given, all);

        assertThat(refused).isEmpty();
        assertThat(rendered).isEqualTo(SERVICES);
    }

    private LlmOutcome render(JsonNode entry, ObjectNode service, Given given) {
        List<ObjectNode> configs = new ArrayList<>(configs(entry, service));
        if (given == Given.PRESETS_OF_KSERVE) {
            Conformance.yamlFiles("kserve/manifests/config/llmisvcconfig").stream()
                    .flatMap(file -> Manifests.trees(Conformance.text(file)).stream())
                    .forEach(configs::add);
        }
        boolean model =
                Stream.concat(Stream.of(service), configs.stream())
                        .anyMatch(each -> each.at("/spec/model").has("uri"));
        if (!model) {
            service.withObject("/spec/model").put("uri", "hf://facebook/opt-125m");
        }
        return new LlmRenderer(RenderSettings.DEFAULT, ClusterLookup.NOTHING)
                .render(service, configs);
    }

    private List<ObjectNode> configs(JsonNode entry, ObjectNode service) {
        List<ObjectNode> named = new ArrayList<>();
        List<ObjectNode> nameless = new ArrayList<>();
        Set<String> tests = texts(entry.path("tests"));
        for (JsonNode other : corpus) {
            if (isUsable(other, "LLMInferenceServiceConfig")
                    && texts(other.path("tests")).stream().anyMatch(tests::contains)) {
                ObjectNode config = resource(other);
                (other.path("name").isTextual() ? named : nameless).add(config);
            }
        }
        Set<String> known = new HashSet<>();
        named.forEach(config -> known.add(config.at("/metadata/name").asText()));
        for (JsonNode ref : service.at("/spec/baseRefs")) {
            String name = ref.path("name").asText();
            if (known.add(name)) {
                ObjectNode config =
                        nameless.isEmpty()
                                ? KServeJson.mapper().createObjectNode()
                                : nameless.removeFirst();
                config.withObject("/metadata").put("name", name).remove("namespace");
                named.add(config);
            }
        }
        return named;
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static boolean isUsable(JsonNode entry, String kind) {
        return entry.path("kind").asText().equals(kind)
                && entry.path("usableUnmodified").asBoolean()
                && !entry.path("verb").asText().equals("patch");
    }

    private static ObjectNode resource(JsonNode entry) {
        Path file = Conformance.directory().resolve("kserve/" + entry.get("file").asText());
        return Manifests.trees(Conformance.text(file)).get(entry.get("doc").asInt()).deepCopy();
    }

    private static void assertValid(ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        assertThat(name).matches(DNS_LABEL).hasSizeLessThanOrEqualTo(63);
        for (Map.Entry<String, JsonNode> label : object.at("/metadata/labels").properties()) {
            assertThat(label.getValue().asText())
                    .as(label.getKey())
                    .matches(LABEL_VALUE)
                    .hasSizeLessThanOrEqualTo(63);
        }
        assertThat(object.toString()).doesNotContain("{{", "llm-d-routing-sidecar");
        for (String pod :
                List.of(
                        "/spec/template/spec",
                        "/spec/leaderWorkerTemplate/leaderTemplate/spec",
                        "/spec/leaderWorkerTemplate/workerTemplate/spec")) {
            assertPod(object.at(pod));
        }
    }

    private static void assertPod(JsonNode pod) {
        List<String> volumes = new ArrayList<>();
        pod.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        assertThat(volumes).doesNotHaveDuplicates();
        for (String kind : List.of("containers", "initContainers")) {
            for (JsonNode container : pod.path(kind)) {
                assertThat(container.path("image").asText()).isNotEmpty();
                for (JsonNode mount : container.path("volumeMounts")) {
                    assertThat(volumes).contains(mount.path("name").asText());
                }
            }
        }
    }

    /// For whoever wants to show them to an API server.
    private static void write(Given given, List<ObjectNode> objects) throws IOException {
        StringBuilder text = new StringBuilder();
        objects.forEach(object -> text.append("---\n").append(KServeJson.toYaml(object)));
        Path file = Path.of("target/conformance/llm-%s.yaml".formatted(given));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
