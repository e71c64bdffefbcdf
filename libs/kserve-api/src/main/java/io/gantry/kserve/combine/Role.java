package io.gantry.kserve.combine;

/// What the pods of a workload do for a request.
public enum Role {
    /// The tokens, one after the other; without the other role, all of it.
    DECODE("", ""),
    /// The prompt.
    PREFILL("prefill", "-prefill");

    private final String member;
    private final String suffix;

    Role(String member, String suffix) {
        this.member = member;
        this.suffix = suffix;
    }

    /// The member of the spec that describes it; empty for the spec itself.
    public String member() {
        return member;
    }

    /// What names of its objects end in.
    public String suffix() {
        return suffix;
    }

    /// Its path, for people.
    public String path() {
        return member.isEmpty() ? "spec" : "spec." + member;
    }
}
