package io.gantry.kserve.validate;

import java.util.Arrays;
import java.util.Optional;

/// The vectors that Gantry decides otherwise than KServe, each with its reason. The same table is
/// in `docs/kserve-compatibility.md`, which a test holds to this one.
enum Deliberate {
    NAME_LENGTH(
            "accept-name-64-chars-plus",
            "KServe accepts a name that no Service can carry and fails later, out of sight"),
    MEMORY_TARGET(
            "standard-hpa-memory-target-over-100-rejected-quirk",
            "a slip in KServe's condition holds a memory target in MiB to 100, as if it were a percentage"),
    STORAGE_SCHEME(
            "unsupported-storage-scheme-passes-webhook",
            "KServe accepts a storageUri that nothing can download and says so in its log only");

    private final String vector;
    private final String reason;

    Deliberate(String vector, String reason) {
        this.vector = vector;
        this.reason = reason;
    }

    String vector() {
        return vector;
    }

    String reason() {
        return reason;
    }

    static Optional<Deliberate> of(String vector) {
        return Arrays.stream(values()).filter(each -> each.vector.equals(vector)).findFirst();
    }
}
