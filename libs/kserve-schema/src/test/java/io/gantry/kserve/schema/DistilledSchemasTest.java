package io.gantry.kserve.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The schemas of this module say what KServe's CRDs say. After a release of KServe, write them
/// anew: `./mvnw test -pl libs/kserve-schema -Dtest=DistilledSchemasTest
/// -Dgantry.schema.crds=DIRECTORY -Dgantry.schema.write=true`.
class DistilledSchemasTest {
    private static final Path FILE =
            Path.of("src/main/resources/io/gantry/kserve/schema/kserve.json");
    private static final List<String> ABOUT =
            List.of(
                    "The schemas of KServe 0.20's resources, and in them those of Kubernetes' and the"
                            + " Gateway API's types.",
                    "Copyright their authors, licensed under the Apache License 2.0.",
                    "Made by DistilledSchemasTest of the CustomResourceDefinitions in KServe's"
                            + " config/crd/full: descriptions are left",
                    "out, and what stands at several places is a definition that they refer to.");

    @Test
    @RequiresConformance
    void shouldBeWhatTheDistillerMakesOfKServesCrds() throws IOException {
        // When
        String made = CompactJson.write(distilled());
        if (Boolean.getBoolean("gantry.schema.write")) {
            Files.writeString(FILE, made);
        }

        // Then
        assertThat(FILE).content().isEqualTo(made);
    }

    @Test
    @RequiresConformance
    void shouldGiveBackEveryCrd() {
        // Given
        List<ResourceType> types = SchemaFile.read("kserve.json").types();
        List<ObjectNode> crds = Crds.ALL;

        // When, Then
        assertThat(types).hasSameSizeAs(crds);
        for (ObjectNode crd : crds) {
            ResourceType type = typeOf(types, crd);
            ObjectNode theirs = Descriptions.removed(crd);
            theirs.get("versions").forEach(DistilledSchemasTest::withoutEmptySubresources);
            assertThat(crd(type).equals(theirs)).as("%s is as its CRD", type.kind()).isTrue();
        }
    }

    @Test
    @RequiresConformance
    void shouldDifferFromTheCrdsOnlyWhereADifferenceIsListed() {
        for (ObjectNode crd : Crds.ALL) {
            // Given
            ResourceType type = typeOf(ResourceTypes.all(), crd);
            Set<String> listed = new TreeSet<>(Set.of("metadata"));
            Difference.ALL.stream()
                    .filter(each -> each.kinds().contains(type.kind()))
                    .forEach(each -> listed.addAll(each.paths()));

            // When
            for (JsonNode version : Descriptions.removed(crd).get("versions")) {
                Set<String> found = new TreeSet<>();
                TypeVersion ours = type.version(version.get("name").asText()).orElseThrow();
                differences(version.at("/schema/openAPIV3Schema"), ours.schema().json(), "", found);

                // Then
                assertThat(found).as(type.kind()).isEqualTo(listed);
            }
        }
    }

    private static void withoutEmptySubresources(JsonNode version) {
        if (version.path("subresources").isEmpty()) {
            ((ObjectNode) version).remove("subresources");
        }
    }

    /// The paths of the schemas whose own keywords differ.
    private static void differences(
            JsonNode theirs, JsonNode ours, String path, Set<String> found) {
        Map<String, ObjectNode> inside = Children.of((ObjectNode) ours);
        Map<String, ObjectNode> theirInside = Children.of((ObjectNode) theirs);
        boolean same =
                withoutChildren(theirs).equals(withoutChildren(ours))
                        && inside.keySet().equals(theirInside.keySet());
        if (!same) {
            found.add(path);
        }
        inside.forEach((name, child) -> {
            boolean joined = name.equals(Children.ELEMENTS) || path.isEmpty();
            ObjectNode their = theirInside.get(name);
            if (their != null) {
                differences(their, child, path + (joined ? "" : ".") + name, found);
            }
        });
    }

    private static ObjectNode withoutChildren(JsonNode schema) {
        return ((ObjectNode) schema)
                .deepCopy()
                .remove(List.of("properties", "items", "additionalProperties"));
    }

    private static ResourceType typeOf(List<ResourceType> types, ObjectNode crd) {
        return types.stream()
                .filter(type -> type.plural().equals(crd.at("/names/plural").asText()))
                .findFirst()
                .orElseThrow();
    }

    /// The CRD that says what the type says.
    private static ObjectNode crd(ResourceType type) {
        ObjectNode crd = JsonNodeFactory.instance.objectNode();
        crd.put("group", type.group());
        crd.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
        ObjectNode names = crd.putObject("names");
        names.put("kind", type.kind()).put("listKind", type.names().listKind());
        names.put("plural", type.plural()).put("singular", type.names().singular());
        texts(names, "shortNames", type.names().shortNames());
        texts(names, "categories", type.names().categories());
        ArrayNode versions = crd.putArray("versions");
        type.versions().forEach(version -> versions.add(version(version)));
        return crd;
    }

    private static void texts(ObjectNode holder, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(holder.putArray(name)::add);
        }
    }

    private static ObjectNode version(TypeVersion version) {
        ObjectNode text = JsonNodeFactory.instance.objectNode();
        text.put("name", version.name());
        text.put("served", version.served()).put("storage", version.storage());
        if (version.statusSubresource()) {
            text.putObject("subresources").putObject("status");
        }
        text.putObject("schema").set("openAPIV3Schema", version.schema().json());
        for (PrinterColumn column : version.columns()) {
            ObjectNode one = text.withArray("additionalPrinterColumns").addObject();
            one.put("name", column.name()).put("type", column.type());
            one.put("jsonPath", column.jsonPath());
            if (column.priority() != 0) {
                one.put("priority", column.priority());
            }
        }
        return text;
    }

    private static ObjectNode distilled() {
        ObjectNode distilled = JsonNodeFactory.instance.objectNode();
        ABOUT.forEach(distilled.putArray("about")::add);
        return distilled.setAll(Distiller.distil(Crds.ALL));
    }

    /// Read once: they are 7.8 MB of YAML.
    private static final class Crds {
        static final List<ObjectNode> ALL = Conformance.crds(directory());

        private static Path directory() {
            String given = System.getProperty("gantry.schema.crds", "");
            return given.isEmpty() ? Conformance.kserve("crds") : Path.of(given);
        }
    }
}
