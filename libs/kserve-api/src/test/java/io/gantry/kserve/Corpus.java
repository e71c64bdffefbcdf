package io.gantry.kserve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// KServe's own manifests of all its kinds, for tests that are marked by [RequiresConformance].
public final class Corpus {
    private Corpus() {}

    /// A document of the corpus.
    ///
    /// @param usable whether KServe accepts it as it is
    public record Document(String place, boolean usable, ObjectNode resource) {
        @Override
        public String toString() {
            return place;
        }
    }

    /// Every resource of the corpus. A recorded patch is no whole resource and left out.
    public static Stream<Document> documents() {
        return Conformance.json("kserve/manifests/CORPUS.json")
                .valueStream()
                .filter(entry -> entry.path("apiVersion").asText().startsWith("serving.kserve.io/"))
                .filter(entry -> !entry.path("verb").asText().equals("patch"))
                .map(Corpus::document);
    }

    private static Document document(JsonNode entry) {
        String file = entry.get("file").asText();
        int index = entry.get("doc").asInt();
        String text = Conformance.read(Conformance.directory().resolve("kserve/" + file));
        Iterable<Object> documents =
                new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
        List<Object> resources =
                StreamSupport.stream(documents.spliterator(), false)
                        .filter(each -> each instanceof Map)
                        .toList();
        return new Document(
                "%s#%d".formatted(file, index),
                entry.path("usableUnmodified").asBoolean(),
                KServeJson.mapper().valueToTree(resources.get(index)));
    }
}
