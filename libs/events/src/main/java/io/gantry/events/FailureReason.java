package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// The taxonomy of failures. On the wire in CamelCase, as Kubernetes writes condition reasons.
public enum FailureReason {
    /// Nothing lies under the storage URI.
    @JsonProperty("StorageNotFound")
    STORAGE_NOT_FOUND,
    /// The source refused the credentials, or wants some.
    @JsonProperty("StorageAccessDenied")
    STORAGE_ACCESS_DENIED,
    /// The source did not answer, answered with errors, or broke off.
    @JsonProperty("StorageUnreachable")
    STORAGE_UNREACHABLE,
    /// No loader knows the URI's scheme, or the URI is malformed.
    @JsonProperty("StorageUriNotSupported")
    STORAGE_URI_NOT_SUPPORTED,
    /// What lies under the storage URI cannot be taken over, for example a file name that leads out
    /// of the model's directory.
    @JsonProperty("StorageContentRefused")
    STORAGE_CONTENT_REFUSED,
    /// The bytes that came are not those that were promised.
    @JsonProperty("ChecksumMismatch")
    CHECKSUM_MISMATCH,
    /// The node's cache has no room.
    @JsonProperty("DiskFull")
    DISK_FULL,
    /// The node's cache directory cannot be used.
    @JsonProperty("CacheUnusable")
    CACHE_UNUSABLE,
    /// No runtime serves the model's format and protocol.
    @JsonProperty("NoSupportingRuntime")
    NO_SUPPORTING_RUNTIME,
    /// The runtime that the spec names does not exist.
    @JsonProperty("RuntimeNotRecognized")
    RUNTIME_NOT_RECOGNIZED,
    /// The runtime that the spec names is disabled.
    @JsonProperty("RuntimeDisabled")
    RUNTIME_DISABLED,
    /// The runtime cannot run on this platform, for example an image without a command on `local`.
    @JsonProperty("RuntimeNotRunnable")
    RUNTIME_NOT_RUNNABLE,
    /// The spec cannot be turned into a predictor.
    @JsonProperty("InvalidPredictorSpec")
    INVALID_PREDICTOR_SPEC,
    /// The predictor ended while it loaded the model.
    @JsonProperty("ModelLoadFailed")
    MODEL_LOAD_FAILED,
    /// The predictor keeps ending after it was ready.
    @JsonProperty("CrashLoop")
    CRASH_LOOP,
    /// The predictor was ended because it used too much memory.
    @JsonProperty("OutOfMemory")
    OUT_OF_MEMORY,
    /// The predictor runs but did not get ready in time.
    @JsonProperty("ReadinessTimeout")
    READINESS_TIMEOUT,
    /// The node cannot get a container's image.
    @JsonProperty("ImagePullFailed")
    IMAGE_PULL_FAILED,
    /// No node has what the predictor asks for, or none of it is free.
    @JsonProperty("Unschedulable")
    UNSCHEDULABLE,
    /// The predictor runs and fails its startup or liveness probe, so that it is started again.
    @JsonProperty("ProbeFailed")
    PROBE_FAILED,
    /// A container's configuration cannot be used, for example as a Secret is missing.
    @JsonProperty("ContainerConfigError")
    CONTAINER_CONFIG_ERROR,
    /// A volume cannot be mounted.
    @JsonProperty("VolumeUnavailable")
    VOLUME_UNAVAILABLE,
    /// A quota or limit of the namespace does not allow the predictor's pods.
    @JsonProperty("QuotaExceeded")
    QUOTA_EXCEEDED,
    /// The cluster refuses the predictor's objects, for example by a policy.
    @JsonProperty("AdmissionDenied")
    ADMISSION_DENIED,
    /// The node does not answer any more.
    @JsonProperty("NodeLost")
    NODE_LOST,
    /// A reason of a newer version of Gantry.
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN;
}
