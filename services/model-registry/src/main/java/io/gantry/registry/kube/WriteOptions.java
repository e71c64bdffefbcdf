package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Pruning;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client wants a resource written.
///
/// @param rehearsal whether to answer as if it were written, and write nothing
/// @param manager whose the written fields are
/// @param force whether to take fields from others that own them
/// @param unknownFields what becomes of a resource with fields that its kind does not have
record WriteOptions(
        boolean rehearsal, @Nullable String manager, boolean force, UnknownFields unknownFields) {

    /// What a client that names no manager is called.
    private static final String ANONYMOUS = "unknown";

    /// @param userAgent the header; its first word names a client that does not name itself
    /// @throws StatusException when a parameter cannot be honoured
    static WriteOptions of(MultivaluedMap<String, String> parameters, @Nullable String userAgent) {
        String manager = parameters.getFirst("fieldManager");
        if (manager != null && manager.length() > 128) {
            throw Failures.badRequest(
                    "fieldManager: it has %d characters and may have 128"
                            .formatted(manager.length()));
        }
        return new WriteOptions(
                rehearsal(parameters.getOrDefault("dryRun", List.of())),
                manager == null || manager.isEmpty() ? prefix(userAgent) : manager,
                "true".equals(parameters.getFirst("force")),
                UnknownFields.of(parameters.getFirst("fieldValidation")));
    }

    /// @param values of the parameter or the field `dryRun`
    static boolean rehearsal(List<String> values) {
        if (values.stream().allMatch(String::isEmpty)) {
            return false;
        }
        if (values.stream().allMatch("All"::equals)) {
            return true;
        }
        throw Failures.badRequest(
                "dryRun: Unsupported value: \"%s\": supported values: \"All\""
                        .formatted(String.join(",", values)));
    }

    private static String prefix(@Nullable String userAgent) {
        String name = userAgent == null ? "" : userAgent.replaceAll("[/ ].*", "");
        return name.isEmpty() ? ANONYMOUS : name.substring(0, Math.min(name.length(), 128));
    }

    /// The API server's parameter `fieldValidation`. Fields that a kind does not have are kept in
    /// any case: a later version may know them.
    enum UnknownFields {
        IGNORE,
        WARN,
        REFUSE;

        static UnknownFields of(@Nullable String parameter) {
            return switch (parameter == null ? "" : parameter) {
                case "Ignore" -> IGNORE;
                case "", "Warn" -> WARN;
                case "Strict" -> REFUSE;
                default ->
                        throw Failures.badRequest(
                                "fieldValidation: Unsupported value: \"%s\": supported values: \"Ignore\", \"Warn\", \"Strict\""
                                        .formatted(parameter));
            };
        }

        /// What to warn of.
        ///
        /// @throws StatusException when there are some and they are to be refused
        List<String> check(ObjectNode resource, KubeKind kind) {
            if (this == IGNORE) {
                return List.of();
            }
            List<String> unknown =
                    Pruning.prune(resource, kind.version().schema()).removed().stream()
                            .map("unknown field \"%s\""::formatted)
                            .toList();
            if (this == REFUSE && !unknown.isEmpty()) {
                throw Failures.badRequest(
                        "strict decoding error: %s; correct the names, or give fieldValidation=Warn to keep them"
                                .formatted(String.join(", ", unknown)));
            }
            return unknown;
        }
    }
}
