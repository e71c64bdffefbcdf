package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How soon a person should look.
public enum Severity {
    /// Now: users are affected.
    @JsonProperty("critical")
    CRITICAL,
    /// Today: users will be affected if nothing is done.
    @JsonProperty("warning")
    WARNING
}
