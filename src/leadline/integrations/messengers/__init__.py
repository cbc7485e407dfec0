"""Those who carry messages: robots of 钉钉, 企业微信 and 飞书, webhooks, mail."""
