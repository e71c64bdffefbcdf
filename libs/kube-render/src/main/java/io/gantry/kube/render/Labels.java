package io.gantry.kube.render;

/// The labels by which objects of a service are found.
public final class Labels {
    /// Selects the pods of a Deployment; its value is [Names#app(String)].
    public static final String APP = "app";

    public static final String SERVICE = "serving.kserve.io/inferenceservice";

    /// `predictor`, `transformer` or `explainer`.
    public static final String COMPONENT = "component";

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    public static final String GANTRY = "gantry";

    /// The name of the revision whose object it is; not on what all revisions share.
    public static final String REVISION = "gantry.io/revision";

    private Labels() {}
}
