package io.gantry.embedded.devservices.deployment;

/// What an application uses and does not configure itself.
record Parts(boolean kafka, boolean jdbc, boolean reactive, boolean s3) {

    static final Parts NONE = new Parts(false, false, false, false);

    boolean datasource() {
        return jdbc || reactive;
    }

    /// S3 alone is no reason to start a process: nothing tells whether an application uses it.
    boolean any() {
        return kafka || datasource();
    }
}
