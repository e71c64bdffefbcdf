package io.gantry.monitor.fleet;

/// One revision of one service.
public record RevisionId(String namespace, String service, String revision) {

    public ServiceId serviceId() {
        return new ServiceId(namespace, service);
    }

    @Override
    public String toString() {
        return namespace + "/" + service + "/" + revision;
    }
}
