package main

import (
	"fmt"
	"path/filepath"
	"syscall"
)

const (
	// RFC 2544 sets it aside for tests. It has room for 1024 nodes with 126 pods each.
	podRange = "198.18.0.0/15"
	nodeMask = "25"
	maxNodes = 1000

	serviceRange = "10.96.0.0/16"
)

// A component is a program that goes on running until it is stopped.
type component struct {
	name       string
	program    string
	arguments  []string
	namespaces uintptr // of its own
}

// components in the order in which they start; they stop in the reverse order.
func (c *cluster) components() []component {
	components := []component{
		{name: "etcd", arguments: c.etcdArguments()},
		{name: "kube-apiserver", arguments: c.apiServerArguments()},
		{name: "kube-controller-manager", arguments: c.controllerManagerArguments()},
		{name: "kube-scheduler", arguments: c.schedulerArguments()},
		{name: "kwok", arguments: c.kwokArguments()},
	}
	for i := range components {
		components[i].program = c.program(components[i].name)
	}
	if c.Kubelet != 0 {
		components = append(components, component{
			name:       "node",
			program:    c.Self,
			arguments:  []string{"supervise-node", "--dir", c.Dir},
			namespaces: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID,
		})
	}
	if c.LWS != 0 {
		components = append(components, c.lwsComponent())
	}
	return components
}

func (c *cluster) etcdArguments() []string {
	client, peer := c.etcd(), fmt.Sprintf("http://127.0.0.1:%d", c.EtcdPeer)
	return []string{
		"--name=testcluster",
		"--data-dir=" + c.path("etcd"),
		"--listen-client-urls=" + client,
		"--advertise-client-urls=" + client,
		"--listen-peer-urls=" + peer,
		"--initial-advertise-peer-urls=" + peer,
		"--initial-cluster=testcluster=" + peer,
		"--unsafe-no-fsync",
		"--log-level=warn",
	}
}

func (c *cluster) apiServerArguments() []string {
	return []string{
		"--etcd-servers=" + c.etcd(),
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", c.APIServer),
		// Endpoints must not be on loopback, where this API server is; nothing asks for it by its Service.
		"--endpoint-reconciler-type=none",
		"--tls-cert-file=" + c.pki("kube-apiserver.crt"),
		"--tls-private-key-file=" + c.pki("kube-apiserver.key"),
		"--client-ca-file=" + c.pki("ca.crt"),
		"--kubelet-certificate-authority=" + c.pki("ca.crt"),
		"--kubelet-client-certificate=" + c.pki("admin.crt"),
		"--kubelet-client-key=" + c.pki("admin.key"),
		"--kubelet-preferred-address-types=Hostname",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + c.pki("service-accounts.pub"),
		"--service-account-signing-key-file=" + c.pki("service-accounts.key"),
		"--authorization-mode=Node,RBAC",
		"--enable-admission-plugins=NodeRestriction",
		"--allow-privileged",
		"--service-cluster-ip-range=" + serviceRange,
		// Pods leave a lost node after half a minute; it is five minutes elsewhere.
		"--default-not-ready-toleration-seconds=30",
		"--default-unreachable-toleration-seconds=30",
	}
}

func (c *cluster) controllerManagerArguments() []string {
	return []string{
		"--kubeconfig=" + c.kubeconfig("kube-controller-manager"),
		"--use-service-account-credentials",
		"--service-account-private-key-file=" + c.pki("service-accounts.key"),
		"--root-ca-file=" + c.pki("ca.crt"),
		"--allocate-node-cidrs",
		"--cluster-cidr=" + podRange,
		"--node-cidr-mask-size=" + nodeMask,
		"--leader-elect=false",
		"--secure-port=0",
		"--kube-api-qps=200",
		"--kube-api-burst=400",
	}
}

func (c *cluster) schedulerArguments() []string {
	return []string{
		"--kubeconfig=" + c.kubeconfig("kube-scheduler"),
		"--leader-elect=false",
		"--secure-port=0",
	}
}

func (c *cluster) kwokArguments() []string {
	return []string{
		"--kubeconfig=" + c.kubeconfig("kwok"),
		"--config=" + c.path("kwok.yaml"),
		"--manage-all-nodes=false",
		"--manage-nodes-with-annotation-selector=",
		"--manage-nodes-with-label-selector=" + kubeletLabel + "=kwok",
		"--node-lease-duration-seconds=40",
	}
}

func (c *cluster) etcd() string {
	return fmt.Sprintf("http://127.0.0.1:%d", c.Etcd)
}

func (c *cluster) pki(file string) string {
	return c.path("pki", file)
}

func (c *cluster) componentNames() []string {
	var names []string
	for _, component := range c.components() {
		names = append(names, component.name)
	}
	return names
}

func (c *cluster) component(name string) (component, error) {
	for _, component := range c.components() {
		if component.name == name {
			return component, nil
		}
	}
	return component{}, fmt.Errorf("there is no component %q", name)
}

func (c *cluster) program(name string) string {
	return filepath.Join(c.Bin, name)
}
