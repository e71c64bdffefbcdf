package io.gantry.registry.kube;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Kubernetes' `v1` Status: what became of a request that is not answered with a resource.
///
/// @param reason one of Kubernetes' words, which clients decide by; null for a success
/// @param message for people
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record Status(
        String kind,
        String apiVersion,
        Map<String, String> metadata,
        String status,
        @Nullable String message,
        @Nullable String reason,
        @Nullable Details details,
        int code) {

    public Status {
        metadata = Map.copyOf(metadata);
    }

    /// @param code the HTTP status
    public static Status failure(int code, String reason, String message) {
        return new Status("Status", "v1", Map.of(), "Failure", message, reason, null, code);
    }

    static Status success(Details details) {
        return new Status("Status", "v1", Map.of(), "Success", null, null, details, 200);
    }

    Status about(Details newDetails) {
        return new Status(kind, apiVersion, metadata, status, message, reason, newDetails, code);
    }

    /// What the status is about.
    ///
    /// @param kind the resource's name in paths where it is known, else its kind
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @RegisterForReflection
    public record Details(
            @Nullable String name,
            @Nullable String group,
            @Nullable String kind,
            @Nullable String uid,
            List<Cause> causes) {

        public Details {
            causes = List.copyOf(causes);
        }

        static Details of(KubeKind kind, String name) {
            return new Details(name, KubeKind.GROUP, kind.plural(), null, List.of());
        }

        Details withUid(@Nullable String newUid) {
            return new Details(name, group, kind, newUid, causes);
        }

        Details withCauses(List<Cause> newCauses) {
            return new Details(name, group, kind, uid, newCauses);
        }
    }

    /// One field at fault.
    ///
    /// @param reason one of Kubernetes' words, such as `FieldValueInvalid`
    @RegisterForReflection
    public record Cause(String reason, String message, String field) {}
}
