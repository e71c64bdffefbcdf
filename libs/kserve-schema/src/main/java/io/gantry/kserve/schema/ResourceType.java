package io.gantry.kserve.schema;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A kind of resource, and the names it goes by.
///
/// @param namespaced whether its objects live in namespaces
/// @param versions newest last, as in the CRD
public record ResourceType(
        String group, Names names, boolean namespaced, List<TypeVersion> versions) {

    public ResourceType {
        versions = List.copyOf(versions);
    }

    /// The version in which objects are stored.
    public TypeVersion storageVersion() {
        return versions.stream().filter(TypeVersion::storage).findFirst().orElseThrow();
    }

    /// The version of that name.
    public Optional<TypeVersion> version(String name) {
        return versions.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    public String kind() {
        return names.kind();
    }

    public String plural() {
        return names.plural();
    }

    ResourceType withSchemas(UnaryOperator<Schema> change) {
        return new ResourceType(
                group,
                names,
                namespaced,
                versions.stream().map(each -> each.withSchema(change)).toList());
    }

    /// What a resource type is called.
    ///
    /// @param listKind the kind of a list of its objects
    /// @param categories names for several types at once, such as `all`
    public record Names(
            String kind,
            String listKind,
            String plural,
            String singular,
            List<String> shortNames,
            List<String> categories) {

        public Names {
            shortNames = List.copyOf(shortNames);
            categories = List.copyOf(categories);
        }
    }
}
