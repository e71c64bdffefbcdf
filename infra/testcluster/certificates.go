package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"
)

// An authority signs every certificate of one cluster.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         []byte
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "testcluster"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().AddDate(1, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &authority{certificate, key, asPEM("CERTIFICATE", der)}, err
}

// issue makes a certificate and its key, both as PEM. With addresses it is also good for a server. The key is an RSA one, as
// kubeadm makes them: clients in Java read others only with more libraries.
func (a *authority) issue(subject pkix.Name, addresses ...string) (certificate, key []byte, err error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    a.certificate.NotBefore,
		NotAfter:     a.certificate.NotAfter,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	for _, address := range addresses {
		if ip := net.ParseIP(address); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, address)
		}
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, private.Public(), a.key)
	if err != nil {
		return nil, nil, err
	}
	key, err = keyAsPEM(private)
	return asPEM("CERTIFICATE", der), key, err
}

// certify makes all certificates, keys and kubeconfigs of a cluster.
func (c *cluster) certify() error {
	ca, err := newAuthority()
	if err != nil {
		return err
	}
	accounts, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	accountsKey, err := keyAsPEM(accounts)
	if err != nil {
		return err
	}
	accountsPublic, err := x509.MarshalPKIXPublicKey(accounts.Public())
	if err != nil {
		return err
	}
	if err := c.writePKI(map[string][]byte{
		"ca.crt":               ca.pem,
		"service-accounts.key": accountsKey,
		"service-accounts.pub": asPEM("PUBLIC KEY", accountsPublic),
	}); err != nil {
		return err
	}
	for _, server := range []string{"kube-apiserver", "kubelet", "lws"} {
		certificate, key, err := ca.issue(pkix.Name{CommonName: server}, "127.0.0.1", "localhost")
		if err != nil {
			return err
		}
		if err := c.writePKI(map[string][]byte{server + ".crt": certificate, server + ".key": key}); err != nil {
			return err
		}
	}
	for name, subject := range map[string]pkix.Name{
		"admin":                   {CommonName: "admin", Organization: []string{"system:masters"}},
		"kwok":                    {CommonName: "kwok", Organization: []string{"system:masters"}},
		"lws":                     {CommonName: "lws", Organization: []string{"system:masters"}},
		"kube-controller-manager": {CommonName: "system:kube-controller-manager"},
		"kube-scheduler":          {CommonName: "system:kube-scheduler"},
		"kubelet":                 {CommonName: "system:node:" + nodeName, Organization: []string{"system:nodes"}},
	} {
		if err := c.writeKubeconfig(ca, name, subject); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) writePKI(files map[string][]byte) error {
	for name, content := range files {
		if err := os.WriteFile(c.pki(name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) kubeconfig(user string) string {
	return c.path("kubeconfig", user+".yaml")
}

// writeKubeconfig holds all that a client needs, so that the file can be copied elsewhere.
// JSON is YAML.
func (c *cluster) writeKubeconfig(ca *authority, name string, subject pkix.Name) error {
	certificate, key, err := ca.issue(subject)
	if err != nil {
		return err
	}
	if name == "admin" { // this program's own, and the API server's towards the kubelet
		if err := c.writePKI(map[string][]byte{"admin.crt": certificate, "admin.key": key}); err != nil {
			return err
		}
	}
	content, err := json.MarshalIndent(object{
		"apiVersion": "v1",
		"kind":       "Config",
		"clusters": []object{{"name": "testcluster", "cluster": object{
			"server": c.server(), "certificate-authority-data": ca.pem}}},
		"users": []object{{"name": name, "user": object{
			"client-certificate-data": certificate, "client-key-data": key}}},
		"contexts": []object{{"name": "testcluster", "context": object{
			"cluster": "testcluster", "user": name}}},
		"current-context": "testcluster",
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.kubeconfig(name), content, 0o600)
}

func keyAsPEM(key crypto.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return asPEM("PRIVATE KEY", der), err
}

func asPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}
