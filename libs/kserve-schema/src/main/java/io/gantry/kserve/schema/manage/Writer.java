package io.gantry.kserve.schema.manage;

import java.time.Instant;

/// Who writes an object.
///
/// @param manager the client's name, such as `kubectl`
/// @param apiVersion the version in which it writes, such as `serving.kserve.io/v1beta1`
/// @param subresource `status`, or empty for the object itself
/// @param time when
public record Writer(String manager, String apiVersion, String subresource, Instant time) {

    /// A writer of the object itself.
    public static Writer of(String manager, String apiVersion, Instant time) {
        return new Writer(manager, apiVersion, "", time);
    }

    boolean writesStatus() {
        return subresource.equals("status");
    }
}
