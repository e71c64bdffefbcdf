package io.gantry.infra.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// A model gets from Gantry's runtimes what it would get from KServe's.
@EnabledIf(
        value = "io.gantry.infra.runtimes.RuntimeFiles#conformance",
        disabledReason = "KServe's conformance files are not here; set -Dgantry.conformance.dir")
class RuntimeSelectionTest {

    @Test
    void shouldHaveEveryNameThatKServeHas() {
        assertThat(names(RuntimeFiles.runtimes(RuntimeFiles.shipped())))
                .containsAll(names(RuntimeFiles.runtimes(RuntimeFiles.ofKServe())));
    }

    @Test
    void shouldChooseWhatIsChosenOfKServes() throws IOException {
        RuntimeCatalog theirs = catalog(RuntimeFiles.ofKServe());
        RuntimeCatalog ours = catalog(RuntimeFiles.shipped());
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        for (JsonNode entry : corpus()) {
            if (isService(entry)) {
                String place =
                        "%s#%d".formatted(entry.get("file").asText(), entry.get("doc").asInt());
                Component predictor = predictor(entry);
                expected.put(place, chosen(predictor, theirs));
                found.put(place, chosen(predictor, ours));
            }
        }

        assertThat(expected).hasSizeGreaterThan(180);
        assertThat(found).isEqualTo(expected);
    }

    /// Formats, protocols and priorities by themselves, also where no manifest of the corpus asks.
    @Test
    void shouldServeTheSameFormatsAsKServes() {
        Map<String, String> ours = new TreeMap<>();
        RuntimeFiles.runtimes(RuntimeFiles.shipped())
                .forEach(runtime -> ours.put(runtime.name(), offers(runtime)));

        for (ServingRuntime runtime : RuntimeFiles.runtimes(RuntimeFiles.ofKServe())) {
            assertThat(ours.get(runtime.name())).as(runtime.name()).startsWith(offers(runtime));
        }
    }

    private static String offers(ServingRuntime runtime) {
        JsonNode spec = KServeJson.tree(runtime).path("spec");
        StringBuilder offers = new StringBuilder(spec.path("protocolVersions").toString());
        for (JsonNode format : spec.path("supportedModelFormats")) {
            offers.append(
                    "%s %s %s %s; "
                            .formatted(
                                    format.path("name").asText(),
                                    format.path("version").asText(),
                                    format.path("autoSelect").asBoolean(),
                                    format.path("priority").asInt()));
        }
        return offers.toString();
    }

    private static String chosen(Component predictor, RuntimeCatalog catalog) {
        return switch (RuntimeSelector.select(predictor, catalog)) {
            case RuntimeSelection.Selected(ServingRuntime runtime) -> runtime.name();
            case RuntimeSelection.OwnContainers _ -> "containers of its own";
            case RuntimeSelection.Refused refused -> refused.reason();
        };
    }

    private static JsonNode corpus() throws IOException {
        return KServeJson.mapper()
                .readTree(RuntimeFiles.text(RuntimeFiles.corpus("manifests/CORPUS.json")));
    }

    private static boolean isService(JsonNode entry) {
        return entry.path("kind").asText().equals(InferenceService.KIND)
                && entry.path("apiVersion").asText().equals(InferenceService.API_VERSION)
                && entry.path("usableUnmodified").asBoolean()
                && !entry.path("verb").asText().equals("patch");
    }

    private static Component predictor(JsonNode entry) {
        Path file = RuntimeFiles.corpus(entry.get("file").asText());
        ObjectNode tree =
                Manifests.trees(RuntimeFiles.text(file)).get(entry.get("doc").asInt()).deepCopy();
        tree.withObject("/metadata").put("namespace", "default");
        return Objects.requireNonNull(KServeJson.read(tree, InferenceService.class).predictor());
    }

    private static RuntimeCatalog catalog(List<Path> files) {
        return RuntimeCatalog.of("default", RuntimeFiles.runtimes(files));
    }

    private static List<String> names(List<ServingRuntime> runtimes) {
        return runtimes.stream().map(ServingRuntime::name).toList();
    }
}
