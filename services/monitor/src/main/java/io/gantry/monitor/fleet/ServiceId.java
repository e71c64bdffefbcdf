package io.gantry.monitor.fleet;

/// One InferenceService.
public record ServiceId(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
