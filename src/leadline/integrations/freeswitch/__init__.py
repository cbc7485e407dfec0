"""FreeSWITCH: calls from mod_json_cdr (pushes and files) and from mod_cdr_csv."""
