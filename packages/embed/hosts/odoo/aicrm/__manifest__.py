{
    "name": "AI-CRM scores",
    "summary": "Explainable scores on leads and contacts, computed in the page",
    "version": "17.0.1.0.0",
    "category": "Sales/CRM",
    "license": "Other OSI approved licence",
    "depends": ["crm", "web"],
    "data": ["views/crm_lead_views.xml"],
    "assets": {"web.assets_backend": ["aicrm/static/src/**/*"]},
    "installable": True,
}
