package io.gantry.kserve.schema;

import java.util.List;
import java.util.Optional;

/// KServe's resource types. They are read at the first use, and shared from then on.
public final class ResourceTypes {
    private ResourceTypes() {}

    /// All types, by plural name.
    public static List<ResourceType> all() {
        return Loaded.TYPES;
    }

    /// The type and version at `/apis/{group}/{version}/{plural}`.
    public static Optional<Found> find(String group, String version, String plural) {
        return all().stream()
                .filter(type -> type.group().equals(group) && type.plural().equals(plural))
                .findFirst()
                .flatMap(type -> found(type, version));
    }

    /// The type and version that an object says to have.
    public static Optional<Found> find(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String group = apiVersion.substring(0, Math.max(slash, 0));
        return all().stream()
                .filter(type -> type.group().equals(group) && type.kind().equals(kind))
                .findFirst()
                .flatMap(type -> found(type, apiVersion.substring(slash + 1)));
    }

    private static Optional<Found> found(ResourceType type, String version) {
        return type.version(version)
                .filter(TypeVersion::served)
                .map(served -> new Found(type, served));
    }

    /// A type in one of its served versions.
    public record Found(ResourceType type, TypeVersion version) {

        /// Such as `serving.kserve.io/v1beta1`.
        public String apiVersion() {
            return type.group() + "/" + version.name();
        }
    }

    /// What KServe's CRDs say, with what every API server adds and where Gantry knows better.
    private static final class Loaded {
        static final Schema METADATA = SchemaFile.read("meta.json").definition("ObjectMeta");
        static final List<ResourceType> TYPES =
                SchemaFile.read("kserve.json").types().stream().map(Loaded::completed).toList();

        private static ResourceType completed(ResourceType type) {
            return type.withSchemas(schema ->
                    Difference.applied(type.kind(), schema).withProperty("metadata", METADATA));
        }
    }
}
