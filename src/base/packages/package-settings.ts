// Settings and pages that packages of Debian bring with them, in their well-known form in few words: those that people
// look at or that the programs read. By package: path and text.

const NGINX = `user www-data;
worker_processes auto;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
include /etc/nginx/modules-enabled/*.conf;

events {
	worker_connections 768;
}

http {
	sendfile on;
	tcp_nopush on;
	types_hash_max_size 2048;

	include /etc/nginx/mime.types;
	default_type application/octet-stream;

	access_log /var/log/nginx/access.log;

	gzip on;

	include /etc/nginx/conf.d/*.conf;
	include /etc/nginx/sites-enabled/*;
}
`;

const SITE = `# The site that is served unless others are enabled.
server {
	listen 80 default_server;
	listen [::]:80 default_server;

	root /var/www/html;
	index index.html index.htm index.nginx-debian.html;

	server_name _;

	location / {
		try_files $uri $uri/ =404;
	}
}
`;

const TYPES = `types {
    text/html                             html htm shtml;
    text/css                              css;
    text/plain                            txt;
    application/javascript                js;
    application/json                      json;
    image/gif                             gif;
    image/jpeg                            jpeg jpg;
    image/png                             png;
    image/svg+xml                         svg svgz;
}
`;

const PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>
</body>
</html>
`;

const SUDOERS = `Defaults\tenv_reset
Defaults\tmail_badpass
Defaults\tsecure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

root\tALL=(ALL:ALL) ALL
%sudo\tALL=(ALL:ALL) ALL

@includedir /etc/sudoers.d
`;

export const SETTINGS: ReadonlyMap<string, readonly (readonly [path: string, text: string])[]> = new Map([
  ["cron", [["etc/crontab", "SHELL=/bin/sh\n\n17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n"]]],
  ["nginx-common", [
    ["etc/nginx/nginx.conf", NGINX],
    ["etc/nginx/mime.types", TYPES],
    ["etc/nginx/sites-available/default", SITE],
    ["etc/nginx/sites-enabled/default", SITE],
    ["etc/nginx/conf.d/.keep", ""],
    ["etc/nginx/modules-enabled/.keep", ""],
    ["usr/share/nginx/html/index.html", PAGE],
    ["var/www/html/index.nginx-debian.html", PAGE],
    ["var/log/nginx/access.log", ""],
    ["var/log/nginx/error.log", ""],
  ]],
  ["redis-server", [["etc/redis/redis.conf", "bind 127.0.0.1 -::1\nport 6379\ndir /var/lib/redis\n"]]],
  ["openssh-server", [["etc/ssh/sshd_config", "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\nSubsystem sftp /usr/lib/openssh/sftp-server\n"]]],
  ["sudo", [["etc/sudoers", SUDOERS], ["etc/sudoers.d/README", "# Files in this folder are read, unless their names end in ~ or have a dot.\n"]]],
]); // prettier-ignore
