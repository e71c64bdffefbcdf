package io.gantry.kube.render;

/// The labels by which objects of a service are found, and what else they bear for Gantry.
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

    /// An annotation of LeaderWorkerSets: how long one may take to get ready, which a Deployment
    /// has a field for.
    public static final String PROGRESS_DEADLINE_SECONDS = "gantry.io/progress-deadline-seconds";

    private Labels() {}
}
